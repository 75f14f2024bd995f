import { ROSCTR } from './pdu-header.ts';
import { frameOf, JOB_HEADER, PARAMETERS_AT, type S7Request } from './request.ts';
import { DATA, type S7Client } from './s7-client.ts';

/** Groups of functions of user data (Wireshark packet-s7comm.c, snap7 s7_types.h `grBlocksInfo`, `grSZL`). */
export const GROUP = { blocks: 3, szl: 4 } as const;

/** A question of the kind “user data”: what programming devices ask a CPU about itself. Nothing of it changes the CPU. */
export interface UserDataQuestion {
  readonly group: number;
  readonly subfunction: number;
  /** Left out: the question has no data. */
  readonly data?: Uint8Array | undefined;
}

/** What the CPU answered: all data units joined, or its code where it did not. */
export type UserDataAnswer =
  | { readonly data: Buffer; readonly code?: undefined }
  | { readonly data?: undefined; readonly code: number };

/** Parameters of a reply: head, method, function, subfunction, sequence, data unit, last unit, error. */
const REPLY_PARAMETERS = 12;
/** Return code, transport size and length in front of the data. */
const DATA_HEAD = 4;
const OK = 0xff;
const NO_DATA = Buffer.from([0x0a, 0, 0, 0]);
/** A CPU that never says that a data unit is the last is not asked on. */
const MOST_UNITS = 64;

/**
 * Asks one question to its end: CPUs answer in as many data units as the PDU size makes it. Rejects as `S7Client.request`.
 */
export async function askUserData(client: S7Client, question: UserDataQuestion): Promise<UserDataAnswer> {
  const parts: Buffer[] = [];
  let request = firstRequest(question);
  for (let unit = 0; unit < MOST_UNITS; unit++) {
    const code = await client.request(request);
    if (code !== DATA) return { code };
    const { reply } = client;
    const error = reply.readUInt16BE(JOB_HEADER + 10);
    const at = JOB_HEADER + REPLY_PARAMETERS;
    if (error !== 0) return { code: error };
    if (reply.length < at + DATA_HEAD || reply[at] !== OK) return { code: reply[at] ?? 0 };
    const end = Math.min(reply.length, at + DATA_HEAD + reply.readUInt16BE(at + 2));
    parts.push(Buffer.from(reply.subarray(at + DATA_HEAD, end)));
    if (reply[JOB_HEADER + 9] === 0) return { data: Buffer.concat(parts) };
    request = nextRequest(question, reply[JOB_HEADER + 7]!);
  }
  return { data: Buffer.concat(parts) };
}

function firstRequest({ group, subfunction, data }: UserDataQuestion): S7Request {
  const bytes = frameOf(ROSCTR.userData, 8, data ? DATA_HEAD + data.length : NO_DATA.length);
  bytes.set([0, 1, 0x12, 4, 0x11, 0x40 | group, subfunction, 0], PARAMETERS_AT);
  const at = PARAMETERS_AT + 8;
  if (!data) bytes.set(NO_DATA, at);
  else {
    bytes.set([OK, 9], at);
    bytes.writeUInt16BE(data.length, at + 2);
    bytes.set(data, at + DATA_HEAD);
  }
  return { bytes, replyKind: ROSCTR.userData, inspect: (pdu) => answerFault(pdu, group, subfunction) };
}

/** Asks for the data unit behind the one that had this sequence number. */
function nextRequest({ group, subfunction }: UserDataQuestion, sequence: number): S7Request {
  const bytes = frameOf(ROSCTR.userData, REPLY_PARAMETERS, NO_DATA.length);
  bytes.set([0, 1, 0x12, 8, 0x12, 0x40 | group, subfunction, sequence, 0, 0, 0, 0], PARAMETERS_AT);
  bytes.set(NO_DATA, PARAMETERS_AT + REPLY_PARAMETERS);
  return { bytes, replyKind: ROSCTR.userData, inspect: (pdu) => answerFault(pdu, group, subfunction) };
}

function answerFault(pdu: Buffer, group: number, subfunction: number): string | undefined {
  const isAnswer =
    pdu.readUInt16BE(6) === REPLY_PARAMETERS &&
    pdu.length >= JOB_HEADER + REPLY_PARAMETERS &&
    pdu[JOB_HEADER + 4] === 0x12 &&
    pdu[JOB_HEADER + 5] === (0x80 | group) &&
    pdu[JOB_HEADER + 6] === subfunction;
  return isAnswer ? undefined : 'something else than the answer to the question for the CPU';
}
