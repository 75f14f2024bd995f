import { NexusError } from '../../src-shared/errors/nexus-error.ts';

export const MOST_ROWS = 10_000;

/** Which part of a list is asked for; undefined: all of it. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** Columns that tell rows of the lists apart, as far as a row has them. */
const KEYS = ['id', 'revision', 'source', 'device_id', 'device', 'tag_id', 'uid', 'name', 'topic', 'seq'] as const;

/** @throws NexusError NX_REQUEST_INVALID */
export function pageQuery(query: URLSearchParams): PageQuery | undefined {
  const limit = query.get('limit');
  const cursor = query.get('cursor') ?? undefined;
  if (limit === null) {
    if (cursor === undefined) return undefined;
    throw new NexusError('NX_REQUEST_INVALID', 'A cursor goes with a limit. Send the one of the page before.');
  }
  const rows = Number(limit);
  if (!Number.isInteger(rows) || rows < 1 || rows > MOST_ROWS)
    throw new NexusError('NX_REQUEST_INVALID', `limit=${limit.slice(0, 20)} is outside 1–${MOST_ROWS}.`);
  return { limit: rows, cursor };
}

/**
 * A part of a list and the cursor that goes on behind it. The cursor names the last row rather than a number of rows:
 * what is added or removed in between neither repeats rows nor passes them over. Is that row gone, its place counts.
 *
 * @param body a list, or an object with one list in it; anything else stays as it is.
 * @throws NexusError NX_REQUEST_INVALID for a cursor that no page gave.
 */
export function pageOf(
  body: unknown,
  { limit, cursor }: PageQuery,
): { readonly body: unknown; readonly next?: string } {
  const [name, rows] = listOf(body);
  if (!rows) return { body };
  const begin = cursor === undefined ? 0 : placeBehind(rows, cursor);
  const part = rows.slice(begin, begin + limit);
  const end = begin + part.length;
  const cut = name === undefined ? part : { ...(body as object), [name]: part };
  if (end >= rows.length || part.length === 0) return { body: cut };
  const next = Buffer.from(JSON.stringify([end, keyOf(part[part.length - 1])])).toString('base64url');
  return { body: cut, next };
}

function listOf(body: unknown): readonly [name: string | undefined, rows: readonly unknown[] | undefined] {
  if (Array.isArray(body)) return [undefined, body];
  if (typeof body !== 'object' || body === null) return [undefined, undefined];
  const lists = Object.entries(body).filter(([, value]) => Array.isArray(value));
  return lists.length === 1 ? [lists[0]![0], lists[0]![1] as unknown[]] : [undefined, undefined];
}

function keyOf(row: unknown): string {
  if (typeof row !== 'object' || row === null) return String(row);
  const fields = row as Readonly<Record<string, unknown>>;
  return KEYS.map((key) => (key in fields ? String(fields[key]) : '')).join('\n');
}

function placeBehind(rows: readonly unknown[], cursor: string): number {
  const decoded = decode(cursor);
  if (!decoded)
    throw new NexusError('NX_REQUEST_INVALID', 'The cursor is none of ours. Send the one of the page before.');
  const [end, key] = decoded;
  if (end >= 1 && end <= rows.length && keyOf(rows[end - 1]) === key) return end;
  const at = rows.findIndex((row) => keyOf(row) === key);
  return at === -1 ? Math.min(end, rows.length) : at + 1;
}

function decode(cursor: string): readonly [end: number, key: string] | undefined {
  try {
    const [end, key] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown];
    return Number.isInteger(end) && typeof key === 'string' && (end as number) >= 0 ? [end as number, key] : undefined;
  } catch {
    return undefined;
  }
}
