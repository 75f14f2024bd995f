import { beforeEach, describe, expect, it } from 'vitest';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { keepFollowing } from './keep-following.ts';
import { linkChanged } from './link.ts';

const LOST = { kind: 'lost', sinceMs: 0, nextTryMs: 1 } as const;
const OPEN = { kind: 'open', roundTripMs: 1 } as const;

/** Follows streams that are given one after the other; what it says is kept, and `told` resolves when it says the next. */
function follow(streams: (() => AsyncIterable<number>)[]) {
  const end = new AbortController();
  const said: (number | string)[] = [];
  let opened = 0;
  let wake = (): void => undefined;
  const say = (what: number | string): void => {
    said.push(what);
    wake();
  };
  const over = keepFollowing(
    {
      open: () => Promise.resolve(streams[Math.min(opened++, streams.length - 1)]!()),
      take: say,
      failed: say,
      retryMs: 1,
    },
    end.signal,
  );
  const told = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  return { end, said, told, over, opened: () => opened };
}

const refused = (): AsyncIterable<number> => ({
  [Symbol.asyncIterator]: () => ({
    next: () => Promise.reject(new NexusError('NX_HOST_GONE', 'A worker stopped.')),
  }),
});

async function* one(): AsyncIterable<number> {
  yield await Promise.resolve(1);
}

async function* losesLink(): AsyncIterable<number> {
  yield await Promise.resolve(2);
  linkChanged(LOST);
  throw new NexusError('NX_NET_UNREACHABLE');
}

describe('a stream that a page keeps following', () => {
  beforeEach(() => linkChanged({ kind: 'connecting' }));

  it('is not asked for while the first link is being made, and nothing is said of that', async () => {
    const { end, said, told, over, opened } = follow([one]);
    const first = told();
    await Promise.resolve();
    expect(opened()).toBe(0);
    linkChanged(OPEN);
    await first;
    end.abort();
    await over;
    expect(said).toEqual([1]);
  });

  it('says what the gateway refused, and is asked for again', async () => {
    linkChanged(OPEN);
    const { end, said, told, over } = follow([refused, one]);
    await told();
    await told();
    end.abort();
    await over;
    expect(said).toEqual(['A worker stopped.', 1]);
  });

  it('waits without a word where its link was lost, and begins anew with the next', async () => {
    linkChanged(OPEN);
    const { end, said, told, over, opened } = follow([losesLink, one]);
    await told();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(opened()).toBe(1);
    const next = told();
    linkChanged(OPEN);
    await next;
    end.abort();
    await over;
    expect(said).toEqual([2, 1]);
  });

  it('ends with its signal, also where there is no link', async () => {
    const { end, over, opened } = follow([one]);
    end.abort();
    await over;
    expect(opened()).toBe(0);
  });
});
