import { describe, expect, it } from 'vitest';
import { pageOf, pageQuery } from './rest-pages.ts';

const rows = (from: number, to: number): { id: string }[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ id: `d${from + i}` }));

/** All pages, one behind the other; `change` is done to the list after the first. */
function walk(
  list: { id: string }[],
  limit: number,
  change: (list: { id: string }[]) => { id: string }[] = (same) => same,
) {
  const seen: string[] = [];
  let now = list;
  for (let cursor: string | undefined; ; now = change(now)) {
    const page = pageOf(now, { limit, cursor });
    seen.push(...(page.body as { id: string }[]).map(({ id }) => id));
    if (page.next === undefined) return seen;
    cursor = page.next;
  }
}

describe('pages of a list', () => {
  it('give every row once, in order', () => {
    for (const limit of [1, 2, 3, 7, 100]) expect(walk(rows(1, 7), limit)).toEqual(rows(1, 7).map(({ id }) => id));
    expect(walk([], 5)).toEqual([]);
  });

  it('neither repeat nor pass over rows while others come and go', () => {
    let grown = false;
    const added = walk(rows(1, 6), 2, (list) => {
      if (grown) return list;
      grown = true;
      return [{ id: 'new' }, ...list];
    });
    expect(added).toEqual(['d1', 'd2', 'd3', 'd4', 'd5', 'd6']);
    let cut = false;
    const removed = walk(rows(1, 6), 2, (list) => {
      if (cut) return list;
      cut = true;
      return list.slice(1);
    });
    expect(removed).toEqual(['d1', 'd2', 'd3', 'd4', 'd5', 'd6']);
  });

  it('are of the one list that an answer holds, and of nothing else', () => {
    const page = pageOf({ current: 3, revisions: [{ revision: 3 }, { revision: 2 }] }, { limit: 1, cursor: undefined });
    expect(page).toMatchObject({ body: { current: 3, revisions: [{ revision: 3 }] }, next: expect.any(String) });
    expect(pageOf({ a: [1, 2], b: [3] }, { limit: 1, cursor: undefined })).toEqual({ body: { a: [1, 2], b: [3] } });
    expect(pageOf('text', { limit: 1, cursor: undefined })).toEqual({ body: 'text' });
  });

  it.each(['limit=0', 'limit=-1', 'limit=1.5', 'limit=x', 'limit=', 'limit=10001', 'cursor=abc'])(
    'refuse %s',
    (query) => {
      expect(() => pageQuery(new URLSearchParams(query))).toThrow('NX_REQUEST_INVALID');
    },
  );

  it.each(['', 'x', 'W10', Buffer.from('[-1,"a"]').toString('base64url'), Buffer.from('[1,2]').toString('base64url')])(
    'refuse the cursor %j',
    (cursor) => {
      expect(() => pageOf(rows(1, 3), { limit: 1, cursor })).toThrow('NX_REQUEST_INVALID');
    },
  );
});
