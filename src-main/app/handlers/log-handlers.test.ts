import { afterEach, describe, expect, it } from 'vitest';
import { LogRing } from '../../kernel/log-ring.ts';
import type { Call } from '../../rpc/call.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { logHandlers } from './log-handlers.ts';

let stop = new AbortController();
afterEach(() => {
  stop.abort();
  stop = new AbortController();
});

interface Given {
  readonly ring: LogRing;
  readonly clock: FakeClock;
  readonly peer: { backlog: number };
  readonly say: (count: number) => void;
  readonly listen: (after: number) => { readonly batches: Batch[] };
}
interface Batch {
  readonly lines: readonly { readonly text: string; readonly seq: number }[];
  readonly missed: number;
}

function givenLog(): Given {
  const clock = new FakeClock();
  const ring = new LogRing(clock.wallUs());
  const handlers = logHandlers({ logLines: ring, clock });
  const peer = { backlog: 0 };
  const call = { dataPlane: { backlogBytes: () => peer.backlog } } as unknown as Call;
  let said = 0;
  return {
    ring,
    clock,
    peer,
    say: (count) => {
      for (let i = 0; i < count; i++) ring.add(clock.wallUs(), 'info', `line ${said++}`, {});
    },
    listen: (after) => {
      const batches: Batch[] = [];
      void (async () => {
        for await (const batch of handlers.lines(call, stop.signal, { after })) batches.push(batch);
      })();
      return { batches };
    },
  };
}

const count = (batches: readonly Batch[]): number => batches.reduce((sum, { lines }) => sum + lines.length, 0);

describe('the stream of log lines', () => {
  it('begins with what is kept and goes on with what comes', async () => {
    const { clock, say, listen } = givenLog();
    say(2);
    const { batches } = listen(0);
    await clock.advance(0);
    say(1);
    await clock.advance(200);
    expect(batches.flatMap(({ lines }) => lines.map(({ text }) => text))).toEqual(['line 0', 'line 1', 'line 2']);
  });

  it('is ten batches a second at most, however fast lines come', async () => {
    const { clock, say, listen } = givenLog();
    const { batches } = listen(0);
    for (let step = 0; step < 100; step++) {
      say(10);
      await clock.advance(10);
    }
    await clock.advance(200);
    expect(count(batches)).toBe(1_000);
    expect(batches.length).toBeLessThanOrEqual(13);
  });

  it('waits for a reader that is behind, and tells him what he missed', async () => {
    const { clock, peer, say, listen } = givenLog();
    const { batches } = listen(0);
    say(1);
    await clock.advance(200);
    peer.backlog = 2 * 1024 * 1024;
    say(3_000);
    await clock.advance(5_000);
    expect(count(batches)).toBe(1);
    peer.backlog = 0;
    await clock.advance(5_000);
    expect(batches.reduce((sum, { missed }) => sum + missed, 0)).toBe(1_000);
    expect(count(batches)).toBe(2_001);
    expect(batches.at(-1)!.lines.at(-1)!.text).toBe('line 3000');
  });
});

describe('the recent lines of the log', () => {
  it('are those of a level and above', async () => {
    const clock = new FakeClock();
    const ring = new LogRing(clock.wallUs());
    for (const level of ['debug', 'info', 'warn', 'error'] as const) ring.add(clock.wallUs(), level, level, {});
    const { lines } = await logHandlers({ logLines: ring, clock }).recent({ limit: 10, level: 'warn' }, {} as Call);
    expect(lines.map(({ text }) => text)).toEqual(['warn', 'error']);
  });
});
