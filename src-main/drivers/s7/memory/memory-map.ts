import type { MemoryArea, MemoryMap } from '../../memory.ts';
import { AREAS } from '../area.ts';
import type { S7Connection } from '../connection.ts';
import type { Range } from '../request.ts';
import { ITEM } from '../return-code.ts';
import type { S7Client } from '../s7-client.ts';
import { askIdentity, askMode } from '../szl.ts';
import { blockLength, listBlocks } from './block-list.ts';
import { measureArea } from './measure-area.ts';
import { describeArea, memoryAreas, rangeOf } from './memory-areas.ts';
import { refusedCells } from './read-cells.ts';

/** Blocks whose lengths are asked for in one go: the polls of the device wait meanwhile. */
const MOST_LENGTHS = 64;

/**
 * What the CPU says of itself and of its blocks. The lengths of its areas and of `named` ones, which it may not list, are
 * measured where it does not tell them. Rejects as `S7Client.request`.
 *
 * @param asks false: it is not asked about itself, because it took that amiss before
 */
export async function askMemoryMap(
  client: S7Client,
  connection: S7Connection,
  named: readonly string[],
  asks: boolean,
): Promise<MemoryMap> {
  const facts: { title: string; text: string }[] = [];
  const say = (title: string, text: string | undefined): void => {
    if (text !== undefined) facts.push({ title, text });
  };
  let listed: readonly number[] | undefined;
  if (asks) {
    const identity = await askIdentity(client);
    const entry = (name: string): string | undefined => identity?.find((one) => one.name === name)?.text;
    say('CPU', entry('Type') ?? entry('Module'));
    say('State', await askMode(client));
    listed = await listBlocks(client);
  }
  say('PDU', `${client.pduSize} bytes`);
  if (listed === undefined) say('Blocks', 'not listed by this CPU');
  const areas: MemoryArea[] = [];
  for (const { id } of memoryAreas(connection)) areas.push(await measured(client, connection, rangeOf(id)!));
  for (const [row, db] of (listed ?? []).entries())
    areas.push(await listedBlock(client, connection, db, row < MOST_LENGTHS));
  for (const id of named) {
    const range = rangeOf(id);
    if (range && !areas.some((area) => area.id === id)) areas.push(await measured(client, connection, range));
  }
  return { areas, facts };
}

async function listedBlock(
  client: S7Client,
  connection: S7Connection,
  db: number,
  isAsked: boolean,
): Promise<MemoryArea> {
  const range = { area: AREAS.DB, db };
  const length = isAsked ? await blockLength(client, db) : undefined;
  return describeArea(
    range,
    connection,
    length === undefined || length === 0 ? {} : { last: length - 1, isLastKnown: true },
  );
}

async function measured(
  client: S7Client,
  connection: S7Connection,
  range: Pick<Range, 'area' | 'db'>,
): Promise<MemoryArea> {
  const { length, code } = await measureArea(client, range);
  if (length !== undefined) return describeArea(range, connection, { last: length - 1, isLastKnown: true });
  const refused = refusedCells(code ?? ITEM.absent, { ...range, start: 0, count: 1 });
  return describeArea(range, connection, { fault: { code: refused.code, text: refused.text } });
}
