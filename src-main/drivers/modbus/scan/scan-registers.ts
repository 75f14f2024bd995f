import { z } from 'zod';
import { wholeNumber } from '../../connection-fields.ts';
import type { ScanEvent, ScanRow } from '../../scan.ts';
import { formatAddress, type Notation } from '../address.ts';
import { AREA_SIZE, AREAS, type Area } from '../area.ts';
import { describeFailure, exceptionMeaning, formatExceptionCode } from '../exception.ts';
import { unitSilent } from '../link-error.ts';
import type { LinkPeer } from '../link-peer.ts';
import type { Extent } from '../read-plan.ts';
import { makeReadRequest, REPLY_DATA_OFFSET } from '../read-request.ts';
import { DATA } from '../strict-client.ts';
import type { UnitConnection } from '../unit-connection.ts';
import { type ScanAsker, SILENT } from './scan-asker.ts';

const MAX_COUNT = 10_000;

/** What is read. */
export const RegisterScanOptions = z.strictObject({
  area: z.enum(['holding', 'input', 'coil', 'discrete']).default('holding').meta({ title: 'Area' }),
  from: wholeNumber('From', 0, AREA_SIZE - 1, 'Counted from 0, as on the wire: 0 is 40001.')
    .default(0)
    .meta({ title: 'From wire address', description: 'Counted from 0: 0 is 40001, 107 is 40108.' }),
  count: wholeNumber('Count', 1, MAX_COUNT, 'Larger ranges take more than one scan.').default(200).meta({
    title: 'Count',
  }),
  pairs: z.boolean().default(false).meta({
    title: 'Pairs only',
    description: 'Two registers at a time at least, for devices that refuse half a 32-bit value.',
  }),
});
export type RegisterScanOptions = z.output<typeof RegisterScanOptions>;

/** Whose registers they are. */
export interface ScannedUnit {
  readonly connection: Pick<UnitConnection, 'unit_id' | 'notation' | 'max_registers' | 'max_bits'>;
  readonly peer: LinkPeer;
}

/**
 * Reads a range block by block, halves what is refused, and tells what each cell holds and where there is none.
 * Rejects with NX_DRIVER_UNIT_SILENT where a gateway answers for a unit that is not there.
 */
export async function* scanRegisters(
  asker: ScanAsker,
  { connection, peer }: ScannedUnit,
  options: RegisterScanOptions,
): AsyncGenerator<ScanEvent> {
  const area = AREAS[options.area];
  const { unit_id: unitId, notation } = connection;
  const end = Math.min(options.from + options.count, AREA_SIZE);
  const total = end - options.from;
  const largest = area.cell === 'bit' ? connection.max_bits : connection.max_registers;
  const smallest = options.pairs && area.cell === 'register' ? 2 : 1;
  const holes = new Holes(area, notation);
  const open: Extent[] = [];
  for (let start = options.from; start < end; start += largest)
    open.unshift({ area, start, count: Math.min(largest, end - start) });
  let [found, done] = [0, 0];
  for (let block = open.pop(); block; block = open.pop()) {
    const code = await asker.ask(makeReadRequest(unitId, area, block.start, block.count));
    if (code !== DATA && code !== SILENT && exceptionMeaning(code) === 'unit silent')
      throw unitSilent(peer, unitId, code);
    if (code === DATA) {
      found += block.count;
      yield { type: 'rows', rows: rowsOf(asker.reply, block, notation) };
    } else if (block.count > smallest && mayHoldMore(code)) {
      open.push(...halves(block, smallest));
      continue;
    } else {
      yield { type: 'rows', rows: [holes.add(block, code)] };
    }
    done += block.count;
    yield { type: 'progress', done, total, found };
  }
}

/** Parts of a block can be there though the whole is not. */
const mayHoldMore = (code: number): boolean => code === SILENT || exceptionMeaning(code) === 'no such address';

/** The later half first, as the last one is taken next. */
function halves({ area, start, count }: Extent, smallest: number): readonly Extent[] {
  const first = Math.max(smallest, Math.floor(count / 2 / smallest) * smallest);
  return [
    { area, start: start + first, count: count - first },
    { area, start, count: first },
  ];
}

function rowsOf(reply: DataView, { area, start, count }: Extent, notation: Notation): readonly ScanRow[] {
  return Array.from({ length: count }, (_, i) => {
    const address = formatAddress(area, start + i, notation);
    const cells = area.cell === 'bit' ? bitCells(reply, i) : registerCells(reply.getUint16(REPLY_DATA_OFFSET + i * 2));
    return { id: address, state: 'found', cells: [address, ...cells], address };
  });
}

const bitCells = (reply: DataView, index: number): readonly string[] => [
  String((reply.getUint8(REPLY_DATA_OFFSET + (index >> 3)) >> (index & 7)) & 1),
  '',
  '',
];

function registerCells(value: number): readonly string[] {
  const text = [value >> 8, value & 0xff].map((code) => (code >= 32 && code < 127 ? String.fromCharCode(code) : '·'));
  return [String(value), `0x${value.toString(16).toUpperCase().padStart(4, '0')}`, text.join('')];
}

/** Neighbours that are refused alike are one row, which grows. */
class Holes {
  readonly #area: Area;
  readonly #notation: Notation;
  #start = -1;
  #end = -1;
  #code = DATA;

  constructor(area: Area, notation: Notation) {
    this.#area = area;
    this.#notation = notation;
  }

  add({ start, count }: Extent, code: number): ScanRow {
    if (start !== this.#end || code !== this.#code) this.#start = start;
    this.#end = start + count;
    this.#code = code;
    const name = (wire: number): string => formatAddress(this.#area, wire, this.#notation);
    const isOne = this.#end - this.#start === 1;
    const range = isOne ? name(this.#start) : `${name(this.#start)}–${name(this.#end - 1)}`;
    return {
      id: `hole ${this.#start}`,
      state: code === SILENT ? 'silent' : 'refused',
      cells: [range, this.#fact(code), '', ''],
    };
  }

  #fact(code: number): string {
    if (code === SILENT) return 'no answer';
    const meaning = exceptionMeaning(code);
    const noun = this.#area.cell === 'bit' ? this.#area.noun : 'register';
    const fact = meaning === 'device failure' ? `the device ${describeFailure(code)}` : `no ${noun}`;
    return `${fact} (${formatExceptionCode(code)})`;
  }
}
