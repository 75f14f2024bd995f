import type { S7Client } from './s7-client.ts';
import { askUserData, GROUP } from './user-data.ts';

/** Component identification: names, serial number, type of module (STEP 7, system status list 0x001C). */
export const SZL_IDENTIFICATION = 0x001c;
/** Bytes of an entry: its index and 32 characters. */
export const SZL_ENTRY = 34;
/** Mode of the CPU at the moment (STEP 7, system status list 0x0424): one record of 20 bytes. */
export const SZL_MODE = 0x0424;
const LIST_HEAD = 8;
/** Where the mode stands in its record, behind the event and a byte of its kind. */
const MODE_AT = 3;

const ENTRY_NAMES: Readonly<Record<number, string>> = {
  1: 'Station',
  2: 'Module',
  3: 'Plant',
  5: 'Serial number',
  7: 'Type',
};
/** STEP 7, `bzu_id`: the low half of the byte. Some CPUs say 3 in STOP (snap7 s7_micro_client.cpp). */
const MODES: Readonly<Record<number, CpuMode>> = {
  1: 'STOP',
  2: 'STOP',
  3: 'STOP',
  4: 'STOP',
  5: 'STARTUP',
  6: 'STARTUP',
  7: 'STARTUP',
  8: 'RUN',
  9: 'RUN',
  10: 'HOLD',
  13: 'DEFECT',
};

export type CpuMode = 'RUN' | 'STOP' | 'STARTUP' | 'HOLD' | 'DEFECT';

export interface CpuEntry {
  readonly name: string;
  readonly text: string;
}

/** The records of a system status list, of `size` bytes each; undefined where the CPU does not have it. */
async function askSzl(client: S7Client, id: number, size: number): Promise<readonly Buffer[] | undefined> {
  const question = Buffer.alloc(4);
  question.writeUInt16BE(id, 0);
  const { data } = await askUserData(client, { group: GROUP.szl, subfunction: 1, data: question });
  if (!data || data.length < LIST_HEAD) return undefined;
  if (data.readUInt16BE(0) !== id || data.readUInt16BE(4) !== size) return undefined;
  const count = Math.floor((data.length - LIST_HEAD) / size);
  return Array.from({ length: count }, (_, row) => data.subarray(LIST_HEAD + row * size, LIST_HEAD + (row + 1) * size));
}

/**
 * What the CPU says of itself. Rejects as `S7Client.request`.
 *
 * @returns undefined where it does not answer the question.
 */
export async function askIdentity(client: S7Client): Promise<readonly CpuEntry[] | undefined> {
  const records = await askSzl(client, SZL_IDENTIFICATION, SZL_ENTRY);
  return records?.flatMap((record) => {
    const name = ENTRY_NAMES[record.readUInt16BE(0)];
    const text = record.toString('latin1', 2).split('\0')[0]!.trim();
    return name === undefined || text === '' ? [] : [{ name, text }];
  });
}

/** Whether the CPU runs its program; undefined where it does not say. Rejects as `S7Client.request`. */
export async function askMode(client: S7Client): Promise<CpuMode | undefined> {
  const [record] = (await askSzl(client, SZL_MODE, 20)) ?? [];
  return record && MODES[record[MODE_AT]! & 0x0f];
}
