import { ROSCTR } from './pdu-header.ts';
import { frameOf, JOB_HEADER, PARAMETERS_AT, type S7Request } from './request.ts';

/** Component identification: names, serial number, type of module (STEP 7, system status list 0x001C). */
export const SZL_IDENTIFICATION = 0x001c;
/** Bytes of an entry: its index and 32 characters. */
export const SZL_ENTRY = 34;
/** Parameters of a reply: head, method, function, subfunction, sequence, data unit, last unit, error. */
const REPLY_PARAMETERS = 12;
const DATA_HEAD = 4;
const LIST_HEAD = 8;

const ENTRY_NAMES: Readonly<Record<number, string>> = {
  1: 'Station',
  2: 'Module',
  3: 'Plant',
  5: 'Serial number',
  7: 'Type',
};

/** Asks for an SZL list (user data, function 4, subfunction 1). */
export function makeSzlRequest(id: number): S7Request {
  const bytes = frameOf(ROSCTR.userData, 8, 8);
  bytes.set([0, 1, 0x12, 4, 0x11, 0x44, 1, 0], PARAMETERS_AT);
  bytes.set([0xff, 9, 0, 4], PARAMETERS_AT + 8);
  bytes.writeUInt16BE(id, PARAMETERS_AT + 12);
  return { bytes, replyKind: ROSCTR.userData, inspect };
}

function inspect(pdu: Buffer): string | undefined {
  if (pdu.readUInt16BE(6) !== REPLY_PARAMETERS || pdu[JOB_HEADER + 4] !== 0x12 || pdu[JOB_HEADER + 5] !== 0x84)
    return 'something else than the answer to the question for the CPU';
  return undefined;
}

/**
 * What the CPU says of itself, as far as the first data unit goes.
 *
 * @returns undefined where it does not answer the question.
 */
export function readSzl(pdu: Buffer): readonly { readonly name: string; readonly text: string }[] | undefined {
  const at = JOB_HEADER + REPLY_PARAMETERS;
  if (pdu.readUInt16BE(JOB_HEADER + 10) !== 0 || pdu.length < at + DATA_HEAD + LIST_HEAD || pdu[at] !== 0xff)
    return undefined;
  const list = at + DATA_HEAD;
  if (pdu.readUInt16BE(list) !== SZL_IDENTIFICATION || pdu.readUInt16BE(list + 4) !== SZL_ENTRY) return undefined;
  const found: { name: string; text: string }[] = [];
  for (let entry = list + LIST_HEAD; entry + SZL_ENTRY <= pdu.length; entry += SZL_ENTRY) {
    const name = ENTRY_NAMES[pdu.readUInt16BE(entry)];
    const text = pdu
      .toString('latin1', entry + 2, entry + SZL_ENTRY)
      .split('\0')[0]!
      .trim();
    if (name !== undefined && text !== '') found.push({ name, text });
  }
  return found;
}
