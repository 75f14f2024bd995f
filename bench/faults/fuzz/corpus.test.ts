import { describe, expect, it } from 'vitest';
import { readCorpus } from './corpus.ts';
import { Fates } from './fates.ts';
import { FrameForge } from './frame-forge.ts';
import { modbusRtuRogue } from './modbus/modbus-rtu-rogue.ts';
import { modbusTcpRogue } from './modbus/modbus-tcp-rogue.ts';
import type { Rogue } from './rogue.ts';
import { RogueLane } from './rogue-lane.ts';
import { s7Rogue } from './s7/s7-rogue.ts';

/** Right replies behind the last frame of the corpus. */
const RIGHT = 4;

/** Reads a rogue that sends its corpus and then what is right. */
async function replay(rogue: Rogue): Promise<Fates> {
  const fates = new Fates();
  const forge = new FrameForge({
    seed: 1,
    lane: 0,
    mutators: rogue.mutators,
    greetings: { mutators: rogue.mutators, brokenOneIn: Number.MAX_SAFE_INTEGER },
    rightOneIn: 1,
    corpus: readCorpus(rogue.protocol),
    numbered: rogue.numbered,
  });
  const lane = await RogueLane.start({ rogue, forge, fates });
  await lane.until(readCorpus(rogue.protocol).length + RIGHT);
  await lane.dispose();
  return fates;
}

// Those of OPC UA need a server in a process of its own: fuzz-opcua sends them first.
describe('a frame that fooled somebody once', () => {
  it.each([modbusTcpRogue, modbusRtuRogue, s7Rogue])(
    'is rejected, and the next poll is right: $title',
    async (rogue) => {
      const fates = await replay(rogue);
      expect(fates.blamed).toEqual([]);
      expect(fates.of('rejected')).toBe(readCorpus(rogue.protocol).length);
      expect(fates.of('correct')).toBe(RIGHT);
    },
  );
});
