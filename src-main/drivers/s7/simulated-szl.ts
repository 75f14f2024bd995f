import { headerLength, ROSCTR, S7_PROTOCOL } from './pdu-header.ts';
import { JOB_HEADER } from './request.ts';
import { SZL_ENTRY, SZL_IDENTIFICATION } from './szl.ts';

/** What the simulated CPU says of itself. */
const ENTRIES: readonly (readonly [index: number, text: string])[] = [
  [1, 'Simulated station'],
  [2, 'Simulated CPU'],
  [7, 'CPU 1500 twin'],
];
/** The CPU does not have this list (STEP 7, error of system function 0xD401). */
const NO_SUCH_LIST = 0xd401;

/** The answer to the question for a system status list; there is one. */
export function answerSzl(request: Buffer): Buffer | undefined {
  const dataAt = JOB_HEADER + request.readUInt16BE(6);
  if (request.length < dataAt + 8 || request.readUInt16BE(6) !== 8) return undefined;
  const isKnown = request.readUInt16BE(dataAt + 4) === SZL_IDENTIFICATION;
  const list = Buffer.alloc(8 + ENTRIES.length * SZL_ENTRY);
  list.writeUInt16BE(SZL_IDENTIFICATION, 0);
  list.writeUInt16BE(SZL_ENTRY, 4);
  list.writeUInt16BE(ENTRIES.length, 6);
  ENTRIES.forEach(([index, text], row) => {
    list.writeUInt16BE(index, 8 + row * SZL_ENTRY);
    list.write(text, 10 + row * SZL_ENTRY, 'latin1');
  });
  const parameters = Buffer.from([0, 1, 0x12, 8, 0x12, 0x84, 1, 0, 0, 0, 0, 0]);
  if (!isKnown) parameters.writeUInt16BE(NO_SUCH_LIST, 10);
  const data = isKnown ? Buffer.concat([Buffer.from([0xff, 9, 0, 0]), list]) : Buffer.from([0x0a, 0, 0, 0]);
  if (isKnown) data.writeUInt16BE(list.length, 2);
  const header = Buffer.alloc(headerLength(ROSCTR.userData));
  header.set([S7_PROTOCOL, ROSCTR.userData]);
  header.writeUInt16BE(request.readUInt16BE(4), 4);
  header.writeUInt16BE(parameters.length, 6);
  header.writeUInt16BE(data.length, 8);
  return Buffer.concat([header, parameters, data]);
}
