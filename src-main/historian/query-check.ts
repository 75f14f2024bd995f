import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { ScanQuery, SeriesQuery } from './store.ts';

const MAX_BUCKETS = 20_000;
const MAX_SCAN_ROWS = 100_000;
/** The years 1 and 9999, in µs since 1970. */
const EARLIEST_US = Date.UTC(2001, 0, 1) * 1_000 - 2_000 * 365.2425 * 86_400e6;
const LATEST_US = Date.UTC(9999, 11, 31) * 1_000;

/** @throws NexusError NX_REQUEST_INVALID for a question without sense, with the value seen and what is allowed. */
export function checkQuery({ fromUs, toUs, buckets, epochs }: SeriesQuery): void {
  checkRange(fromUs, toUs);
  if (buckets !== undefined && !(Number.isInteger(buckets) && buckets >= 1 && buckets <= MAX_BUCKETS))
    throw refusal(`${buckets} buckets are outside 1–${MAX_BUCKETS}. Ask for a whole number of them.`, { buckets });
  if (buckets !== undefined && epochs === 'all')
    throw refusal('Buckets hold the latest epoch only. Leave the buckets out to see all epochs.', { buckets });
}

/** @throws NexusError NX_REQUEST_INVALID, likewise. */
export function checkScan({ fromUs, toUs, rows }: ScanQuery): void {
  checkRange(fromUs, toUs);
  if (rows !== undefined && !(Number.isInteger(rows) && rows >= 1 && rows <= MAX_SCAN_ROWS))
    throw refusal(`${rows} rows a piece are outside 1–${MAX_SCAN_ROWS}. Ask for a whole number of them.`, { rows });
}

function checkRange(fromUs: number, toUs: number): void {
  for (const us of [fromUs, toUs]) {
    if (us >= EARLIEST_US && us <= LATEST_US) continue;
    throw refusal(`The time ${us} µs is not in the years 1 to 9999. Times are µs since 1970.`, { fromUs, toUs });
  }
  if (!(toUs > fromUs))
    throw refusal(`The range ${fromUs}…${toUs} is empty. Its end must be later than its start.`, { fromUs, toUs });
}

function refusal(text: string, context: Readonly<Record<string, unknown>>): NexusError {
  return new NexusError('NX_REQUEST_INVALID', text, context);
}
