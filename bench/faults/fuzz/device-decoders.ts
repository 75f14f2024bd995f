import { randomFrom } from '../../../src-main/testing/random-from.ts';
import { type Campaign, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import type { DeviceDecoder } from './device-decoder.ts';
import { modbusRtuDecoder, modbusTcpDecoder } from './modbus/modbus-decoders.ts';
import { opcuaDecoder } from './opcua/opcua-decoder.ts';
import { s7Decoder } from './s7/s7-decoder.ts';

const ROW = 21;
/** Of each protocol. */
const TRIES: Partial<Readonly<Record<Tier, number>>> = { 0: 10_000, 2: 200_000, 3: 2_000_000 };
const TOLD = 10;
const DECODERS: readonly DeviceDecoder[] = [modbusTcpDecoder, modbusRtuDecoder, s7Decoder, opcuaDecoder];

export const deviceDecoders: Campaign = {
  name: 'device-decoders',
  title: 'Frames of every protocol, right and broken, whole and in pieces, through what decodes them',
  rows: [ROW],
  deadlineS: { 0: 80, 2: 900, 3: 3_600 },
  besideOthers: true,
  missing: () => undefined,
  async run({ tier, seed, say }) {
    const tries = TRIES[tier]!;
    const faults: number[] = [];
    for (const decoder of DECODERS) {
      await decoder.prepare?.();
      faults.push(run(decoder, tries, seed, say));
    }
    return {
      evidence: DECODERS.map(({ title }, index) =>
        none(ROW, `Frames that the decoder of ${title} mistook or fell over`, 'frames', faults[index]!),
      ),
      work: [
        `${tries.toLocaleString('en')} frames of ${DECODERS.map(({ title }) => title).join(', ')} each: right, broken, in pieces, with other bytes around`,
      ],
    };
  },
};

/** @returns how many went wrong */
function run(decoder: DeviceDecoder, tries: number, seed: number, say: (text: string) => void): number {
  let faults = 0;
  for (let step = 0; step < tries; step++) {
    try {
      decoder.tryOne(randomFrom(seed ^ Math.imul(step + 1, 0x9e37_79b1)));
    } catch (error) {
      if (faults++ < TOLD) say(`${decoder.title}, seed ${seed}, step ${step}: ${(error as Error).stack}`);
    }
  }
  return faults;
}
