import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { ConnectGate } from './connect-gate.ts';

let clock: FakeClock;
let gate: ConnectGate;
let order: string[];
let [pending, most] = [0, 0];
const never = new AbortController().signal;

beforeEach(() => {
  clock = new FakeClock();
  gate = new ConnectGate(2, clock);
  order = [];
  [pending, most] = [0, 0];
});

/** A connect that takes so long. */
function connect(name: string, tookMs: number, signal = never, isUrgent = false): Promise<void> {
  return gate.pass(
    async (own) => {
      order.push(name);
      most = Math.max(most, ++pending);
      try {
        await clock.sleep(tookMs, own);
      } finally {
        pending--;
      }
    },
    signal,
    3_000,
    isUrgent,
  );
}

describe('the gate of connects', () => {
  it('lets so many be pending, first come first served', async () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => connect(name, 100));
    expect(gate.counts).toEqual({ pending: 2, waiting: 3, total: 2 });
    await clock.advance(300);
    await Promise.all(all);
    expect(most).toBe(2);
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(gate.counts).toEqual({ pending: 0, waiting: 0, total: 5 });
    expect(clock.pending).toBe(0);
  });

  it('takes the place from a connect that takes long, once another device waits for it', async () => {
    const ends = [connect('dead', 10_000), connect('slow', 10_000)].map((end) => end.catch((error: unknown) => error));
    await clock.advance(5_000);
    expect(gate.counts.pending).toBe(2);
    const healthy = connect('healthy', 100);
    await clock.advance(100);
    await healthy;
    await clock.advance(6_000);
    const [dead, slow] = await Promise.all(ends);
    expect(dead).toMatchObject({
      code: 'NX_NET_TIMEOUT',
      text: expect.stringMatching(/after 5000 ms, and other devices wait/),
    });
    expect(slow).toBeUndefined();
    expect(most).toBe(2);
  });

  it('lets a hundred dead devices keep a healthy one waiting for seconds, not minutes', async () => {
    gate = new ConnectGate(16, clock);
    for (let i = 0; i < 100; i++) void connect(`dead ${i}`, 10_000).catch(() => {});
    let backMs = 0;
    const back = connect('back', 5).then(() => (backMs = clock.monoMs() - 1_000));
    await clock.advance(30_000);
    await back;
    // 100 / 16 rounds of 3 s instead of 10 s.
    expect(backMs).toBeLessThan(19_000);
    expect(most).toBe(16);
  });

  it('lets an urgent connect go before those that wait', async () => {
    const all = ['a', 'b', 'c', 'd'].map((name) => connect(name, 100));
    all.push(connect('first', 100, never, true), connect('second', 100, never, true));
    expect(gate.counts).toMatchObject({ pending: 2, waiting: 4 });
    await clock.advance(300);
    await Promise.all(all);
    expect(order).toEqual(['a', 'b', 'first', 'second', 'c', 'd']);
    expect(most).toBe(2);
    expect(gate.counts).toEqual({ pending: 0, waiting: 0, total: 6 });
  });

  it('ends a wait and a connect that are called off', async () => {
    const first = connect('first', 100);
    const second = new AbortController();
    const third = new AbortController();
    const ends = [connect('second', 100, second.signal), connect('third', 100, third.signal)].map((end) =>
      end.catch((error: unknown) => error),
    );
    second.abort(new TypeError('stop'));
    third.abort();
    await clock.advance(100);
    await first;
    const [running, waiting] = await Promise.all(ends);
    expect(running).toBeInstanceOf(TypeError);
    expect(waiting).toMatchObject({ code: 'NX_CANCELLED' });
    expect(order).toEqual(['first', 'second']);
    expect(gate.counts).toMatchObject({ pending: 0, waiting: 0 });
  });

  it('follows a new limit in both directions', async () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => connect(name, 100));
    gate.setLimit(4);
    await clock.advance(0);
    expect(gate.counts.pending).toBe(4);
    gate.setLimit(1);
    await clock.advance(100);
    expect(gate.counts).toMatchObject({ pending: 1, waiting: 1 });
    await clock.advance(200);
    await Promise.all(all);
    expect(gate.counts).toMatchObject({ pending: 0, waiting: 0 });
  });
});
