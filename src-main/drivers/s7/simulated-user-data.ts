import { headerLength, ROSCTR, S7_PROTOCOL } from './pdu-header.ts';
import { JOB_HEADER } from './request.ts';
import { SZL_ENTRY, SZL_IDENTIFICATION, SZL_MODE } from './szl.ts';
import { GROUP } from './user-data.ts';

/** What the simulated CPU says of itself. */
const ENTRIES: readonly (readonly [index: number, text: string])[] = [
  [1, 'Simulated station'],
  [2, 'Simulated CPU'],
  [7, 'CPU 1500 twin'],
];
/** The CPU does not have this list (STEP 7, error of system function 0xD401). */
const NO_SUCH_LIST = 0xd401;
const NOT_AVAILABLE = 0x8104;
const RUN = 8;
const BLOCK_INFO_BYTES = 74;

/** What answers depend on besides the question. */
export interface UserDataTerms {
  /** Numbers and lengths of the data blocks; undefined for a CPU without a directory, as S7-1200 and S7-1500. */
  readonly directory: readonly (readonly [db: number, bytes: number])[] | undefined;
}

/** The answer to a question for system status lists or for blocks; undefined for a message that is none. */
export function answerUserData(request: Buffer, terms: UserDataTerms): Buffer | undefined {
  const dataAt = JOB_HEADER + request.readUInt16BE(6);
  if (request.length < dataAt + 4 || request.readUInt16BE(6) !== 8) return undefined;
  const group = request[JOB_HEADER + 5]! & 0x0f;
  const subfunction = request[JOB_HEADER + 6]!;
  const data = request.subarray(dataAt + 4);
  const found = group === GROUP.szl ? systemStatus(data) : blocks(subfunction, data, terms);
  return reply(request, group, subfunction, found);
}

function systemStatus(data: Buffer): Buffer | number {
  if (data.length < 4) return NO_SUCH_LIST;
  const id = data.readUInt16BE(0);
  if (id === SZL_MODE) return statusList(id, 20, [Buffer.from([0x51, 0x44, 0xff, RUN])]);
  if (id !== SZL_IDENTIFICATION) return NO_SUCH_LIST;
  const records = ENTRIES.map(([index, text]) => {
    const record = Buffer.alloc(SZL_ENTRY);
    record.writeUInt16BE(index, 0);
    record.write(text, 2, 'latin1');
    return record;
  });
  return statusList(id, SZL_ENTRY, records);
}

function statusList(id: number, size: number, records: readonly Buffer[]): Buffer {
  const list = Buffer.alloc(8 + records.length * size);
  list.writeUInt16BE(id, 0);
  list.writeUInt16BE(size, 4);
  list.writeUInt16BE(records.length, 6);
  for (const [row, record] of records.entries()) list.set(record, 8 + row * size);
  return list;
}

function blocks(subfunction: number, data: Buffer, { directory }: UserDataTerms): Buffer | number {
  if (!directory) return NOT_AVAILABLE;
  if (subfunction === 2) {
    const list = Buffer.alloc(directory.length * 4);
    directory.forEach(([db], row) => {
      list.writeUInt16BE(db, row * 4);
      list[row * 4 + 2] = 0x22;
      list[row * 4 + 3] = 5;
    });
    return list;
  }
  const asked = Number(data.toString('latin1', 2, 7));
  const found = subfunction === 3 ? directory.find(([db]) => db === asked) : undefined;
  if (!found) return 0xd209;
  const info = Buffer.alloc(BLOCK_INFO_BYTES);
  info[1] = 0x0a;
  info.writeUInt16BE(found[0], 12);
  info.writeUInt16BE(found[1], 40);
  return info;
}

/** @param found the data, or the error of the whole answer */
function reply(request: Buffer, group: number, subfunction: number, found: Buffer | number): Buffer {
  const parameters = Buffer.from([0, 1, 0x12, 8, 0x12, 0x80 | group, subfunction, 0, 0, 0, 0, 0]);
  const isRefused = typeof found === 'number';
  if (isRefused) parameters.writeUInt16BE(found, 10);
  const data = isRefused ? Buffer.from([0x0a, 0, 0, 0]) : Buffer.concat([Buffer.from([0xff, 9, 0, 0]), found]);
  if (!isRefused) data.writeUInt16BE(found.length, 2);
  const header = Buffer.alloc(headerLength(ROSCTR.userData));
  header.set([S7_PROTOCOL, ROSCTR.userData]);
  header.writeUInt16BE(request.readUInt16BE(4), 4);
  header.writeUInt16BE(parameters.length, 6);
  header.writeUInt16BE(data.length, 8);
  return Buffer.concat([header, parameters, data]);
}
