import { makeReadRequest } from '../read-request.ts';
import { ITEM_OK, type Range } from '../request.ts';
import { DATA, type S7Client } from '../s7-client.ts';

/** Places that one message asks for: 12 + 12 × 16 bytes fit into every PDU. */
const AT_ONCE = 16;
/** Behind the last offset that an address can have. */
const LONGEST = 65_536;

/** How long an area is, or the code with which the CPU refuses its first cell. */
export type MeasuredArea =
  | { readonly length: number; readonly code?: undefined }
  | { readonly length?: undefined; readonly code: number };

/**
 * How long a data block or another area is, by asking for single cells of it: S7-1200 and S7-1500 do not tell. Takes four to
 * five requests. Rejects as `S7Client.request`.
 */
export async function measureArea(client: S7Client, { area, db }: Pick<Range, 'area' | 'db'>): Promise<MeasuredArea> {
  const codesAt = async (starts: readonly number[]): Promise<readonly number[]> => {
    const request = makeReadRequest(starts.map((start) => ({ area, db, start, count: 1 })));
    const whole = await client.request(request);
    return whole === DATA ? [...request.codes] : starts.map(() => whole);
  };
  const [first] = await codesAt([0]);
  if (first !== ITEM_OK) return { code: first! };
  // The last cell that is there is `known` or between it and `absent`.
  let [known, absent] = [0, LONGEST];
  while (absent - known > 1) {
    const step = Math.ceil((absent - known) / (AT_ONCE + 1));
    const starts = Array.from({ length: AT_ONCE }, (_, i) => known + (i + 1) * step).filter((at) => at < absent);
    const codes = await codesAt(starts);
    const refused = codes.findIndex((code) => code !== ITEM_OK);
    absent = starts[refused] ?? absent;
    known = starts[refused === -1 ? starts.length - 1 : refused - 1] ?? known;
  }
  return { length: known + 1 };
}
