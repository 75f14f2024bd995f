import { systemClock } from '../../kernel/clock.ts';
import type { DriverManifest, ReadingColumns } from '../driver.ts';
import type { RoguePeer } from './rogue-peer.ts';

/** What the registers of a rogue peer hold. */
export const TRUE_VALUE = 0x1234;
/** What every reply that breaks the protocol carries: to see it as a value is to have been fooled. */
export const POISON = 0xdead;
/** Few enough that nobody takes the length of the block for the fault. */
const TAGS = 8;
const never = new AbortController().signal;

/**
 * Reads a rogue peer `rounds` times, opening anew after every rejection. For tests.
 *
 * @param seen counts each code, or `a reading`
 * @returns values that are not the true one, those of Bad rows (NaN) among them
 */
export async function hammerReads(
  manifest: DriverManifest,
  peer: RoguePeer,
  rounds: number,
  request_timeout: string,
  seen: Map<string, number>,
): Promise<readonly number[]> {
  const connection = manifest.connection.parse({ host: peer.host, port: peer.port, request_timeout });
  const driver = manifest.create(connection, { clock: systemClock });
  const plan = driver.plan(Array.from({ length: TAGS }, (_, i) => ({ address: `HR${i}` })));
  const into: ReadingColumns = {
    timeUs: new Float64Array(TAGS),
    value: new Float64Array(TAGS),
    status: new Uint32Array(TAGS),
    cells: [],
  };
  const wrong: number[] = [];
  await driver.open(never);
  for (let round = 0; round < rounds; round++) {
    into.value.fill(TRUE_VALUE);
    let code = 'a reading';
    try {
      await driver.read(plan, into, never);
    } catch (error) {
      ({ code } = error as { code: string });
      await driver.open(never);
    }
    wrong.push(...into.value.filter((value) => value !== TRUE_VALUE));
    seen.set(code, (seen.get(code) ?? 0) + 1);
  }
  await driver.close();
  return wrong;
}
