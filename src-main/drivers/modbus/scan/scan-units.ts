import { z } from 'zod';
import { duration, wholeNumber } from '../../connection-fields.ts';
import type { ScanEvent, ScanRow } from '../../scan.ts';
import { AREAS } from '../area.ts';
import { describeFailure, exceptionMeaning, formatExceptionCode } from '../exception.ts';
import { makeIdentificationRequest, readIdentification } from '../identification.ts';
import { makeReadRequest, REPLY_DATA_OFFSET } from '../read-request.ts';
import { makeServerIdRequest, readServerId } from '../server-id.ts';
import { DATA } from '../strict-client.ts';
import { type ScanAsker, SILENT } from './scan-asker.ts';

/** Which units are asked. */
export const UnitScanOptions = z.strictObject({
  from: wholeNumber('From', 0, 255, 'Serial devices have 1–247.').default(1).meta({ title: 'From unit' }),
  to: wholeNumber('To', 0, 255, 'Serial devices have 1–247.').default(247).meta({ title: 'To unit' }),
  timeout: duration('Timeout', 50, 10_000)
    .default('300ms')
    .meta({ title: 'Wait for each', description: 'Slow lines need more.', examples: ['300ms', '1s'] }),
  identify: z.boolean().default(false).meta({
    title: 'Ask who they are',
    description: 'Functions 43/14 and 17, which read only too; some old devices do not take them well.',
  }),
});
export type UnitScanOptions = z.output<typeof UnitScanOptions>;

/** Looks for units that answer. Each hit is asked a second time: gateways answer for units that are not there. */
export async function* scanUnits(asker: ScanAsker, options: UnitScanOptions): AsyncGenerator<ScanEvent> {
  const [first, last] = [Math.min(options.from, options.to), Math.max(options.from, options.to)];
  const total = last - first + 1;
  let found = 0;
  for (let unit = first; unit <= last; unit++) {
    const row = await askUnit(asker, unit, options.identify);
    if (row) {
      if (row.state === 'found') found++;
      yield { type: 'rows', rows: [row] };
    }
    yield { type: 'progress', done: unit - first + 1, total, found };
  }
}

/** @returns undefined for a unit that nobody answers for */
async function askUnit(asker: ScanAsker, unit: number, identify: boolean): Promise<ScanRow | undefined> {
  const request = makeReadRequest(unit, AREAS.holding, 0, 1);
  const isThere = (code: number): boolean => code !== SILENT && exceptionMeaning(code) !== 'unit silent';
  if (!isThere(await asker.ask(request))) return undefined;
  const code = await asker.ask(request);
  const row = { id: String(unit), connection: { unit_id: unit } };
  if (!isThere(code)) return { ...row, state: 'silent', cells: [String(unit), 'answered once of two times', ''] };
  const answer = code === DATA ? registerText(asker.reply.getUint16(REPLY_DATA_OFFSET)) : refusalText(code);
  const identity = identify ? await identityOf(asker, unit) : '';
  return { ...row, state: 'found', cells: [String(unit), answer, identity] };
}

const registerText = (value: number): string => `holding register 0 is ${value}`;

function refusalText(code: number): string {
  const facts = { 'no such address': 'has no holding register 0', 'no such function': 'has no holding registers' };
  const meaning = exceptionMeaning(code);
  const fact = meaning === 'no such address' || meaning === 'no such function' ? facts[meaning] : describeFailure(code);
  return `${fact} (${formatExceptionCode(code)})`;
}

async function identityOf(asker: ScanAsker, unit: number): Promise<string> {
  const objects = (await asker.ask(makeIdentificationRequest(unit, 0))) === DATA && readIdentification(asker.reply);
  if (objects) return objects.objects.map(({ text }) => text).join(', ');
  const serverId = (await asker.ask(makeServerIdRequest(unit))) === DATA && readServerId(asker.reply);
  return serverId ? serverId.map(({ name, text }) => `${name} ${text}`).join(', ') : '';
}
