import type { S7Client } from '../s7-client.ts';
import { askUserData, GROUP } from '../user-data.ts';

/** Subfunctions of the group of blocks (snap7 s7_types.h, `SFun_ListBoT`, `SFun_BlkInfo`). */
const LIST_OF_TYPE = 2;
const BLOCK_INFO = 3;
/** A data block, as the directory of a CPU names it: `0A` in characters. */
const DATA_BLOCK = [0x30, 0x41];
/** The blocks that the CPU works with, not those of its load memory. */
const ACTIVE = 0x41;
/** Number, flags and language. */
const LIST_ENTRY = 4;
/** The CPU has no block of this kind (STEP 7, error of system function). */
const NONE_OF_IT = 0xd209;
/** Where the length of the data stands behind the head of the answer (snap7 s7_types.h, TResDataBlockInfo, MC7Len). */
const LENGTH_AT = 40;

/**
 * The numbers of the data blocks of the CPU, rising. S7-300 and S7-400 have a directory; S7-1200 and S7-1500 refuse the
 * question (snap7, “function not available”). Rejects as `S7Client.request`.
 *
 * @returns undefined where it does not say.
 */
export async function listBlocks(client: S7Client): Promise<readonly number[] | undefined> {
  const answer = await askUserData(client, {
    group: GROUP.blocks,
    subfunction: LIST_OF_TYPE,
    data: Uint8Array.from(DATA_BLOCK),
  });
  if (answer.code === NONE_OF_IT) return [];
  if (!answer.data) return undefined;
  const { data } = answer;
  const count = Math.floor(data.length / LIST_ENTRY);
  return Array.from({ length: count }, (_, row) => data.readUInt16BE(row * LIST_ENTRY)).toSorted((a, b) => a - b);
}

/** Bytes of a data block; undefined where the CPU does not say. Rejects as `S7Client.request`. */
export async function blockLength(client: S7Client, db: number): Promise<number | undefined> {
  const name = Buffer.from(String(db).padStart(5, '0'), 'latin1');
  const { data } = await askUserData(client, {
    group: GROUP.blocks,
    subfunction: BLOCK_INFO,
    data: Buffer.concat([Buffer.from(DATA_BLOCK), name, Buffer.of(ACTIVE)]),
  });
  return data && data.length >= LENGTH_AT + 2 ? data.readUInt16BE(LENGTH_AT) : undefined;
}
