import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { StepOutcome } from '../probe-step.ts';
import { placeOf, type S7Connection } from './connection.ts';
import { cancelled } from './link-error.ts';
import { S7Client } from './s7-client.ts';

/** Where CPUs stand, most usual first: S7-1200/1500, S7-300, S7-400 with a wide power supply or behind a CP. */
const PLACES = [
  { rack: 0, slot: 1 },
  { rack: 0, slot: 2 },
  { rack: 0, slot: 3 },
  { rack: 0, slot: 0 },
  { rack: 0, slot: 4 },
] as const;
/** A CPU that is there answers at once. */
const PATIENCE = '3s';

/**
 * Tries the usual racks and slots, one after another, and tells what each said. Nothing is read.
 * @returns a note with an offer where a CPU answers; a failure where none does.
 */
export async function findPlace(connection: S7Connection, clock: Clock, signal: AbortSignal): Promise<StepOutcome> {
  const tried = placeOf(connection);
  const sample: { address: string; text: string }[] = [];
  let found: (typeof PLACES)[number] | undefined;
  for (const place of PLACES) {
    if (place.rack === tried.rack && place.slot === tried.slot) continue;
    const pduSize = await pduAt({ ...connection, cpu: undefined, ...place, connect_timeout: PATIENCE }, clock, signal);
    const text = typeof pduSize === 'number' ? `a CPU answers, PDU ${pduSize} bytes` : pduSize;
    sample.push({ address: wordsOf(place), text });
    if (typeof pduSize === 'number') found ??= place;
  }
  if (!found) {
    const text = 'No CPU at the usual racks and slots either. Look up rack and slot in the hardware configuration.';
    return { state: 'fail', sample, reason: { code: 's7.slot', text } };
  }
  const { rack, slot } = found;
  return {
    state: 'warn',
    sample,
    reason: { code: 's7.slot', text: `A CPU answers at ${wordsOf(found)}.` },
    offer: { text: `Use ${wordsOf(found)}`, connection: { rack, slot } },
  };
}

const wordsOf = ({ rack, slot }: { readonly rack: number; readonly slot: number }): string =>
  `rack ${rack} slot ${slot}`;

/** The size of messages that a CPU there agrees on, or why there is none. */
async function pduAt(connection: S7Connection, clock: Clock, signal: AbortSignal): Promise<number | string> {
  const client = new S7Client(connection, clock);
  try {
    await client.open(signal);
    return client.pduSize;
  } catch (cause) {
    if (signal.aborted) throw cancelled(client.peer, signal.reason);
    const error = toNexusError(cause);
    return error.context['message'] === 's7.slot' ? 'no CPU there' : error.text;
  } finally {
    await client.close();
  }
}
