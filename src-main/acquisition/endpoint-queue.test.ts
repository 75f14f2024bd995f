import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { EndpointQueue, noTurns, type QueueCounts } from './endpoint-queue.ts';

let clock: FakeClock;
let counts: QueueCounts;
let queue: EndpointQueue;
let order: string[];
const never = new AbortController().signal;
const [a, b, c] = [{}, {}, {}];

beforeEach(() => {
  clock = new FakeClock();
  counts = noTurns();
  queue = new EndpointQueue(clock, counts, 4);
  order = [];
});

/** A turn that takes 10 ms. */
const turn = (name: string, device: object, kind: 'poll' | 'write', signal = never): Promise<void> =>
  queue.run(
    device,
    kind,
    async () => {
      order.push(name);
      await clock.sleep(10);
    },
    signal,
  );

describe('the queue of an endpoint', () => {
  it('lets one request through at a time, in the order they came', async () => {
    let [running, most] = [0, 0];
    const work = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await clock.sleep(10);
      running--;
    };
    const all = [a, b, c].map((device) => queue.run(device, 'poll', work, never));
    await clock.advance(30);
    await Promise.all(all);
    expect(most).toBe(1);
    expect(counts).toMatchObject({ total: 3, waiting: 0, waitedMs: 30, longestWaitMs: 20 });
  });

  it('takes writes before polls, and after two writes in a row a poll that waits', async () => {
    const all = [turn('first', a, 'poll')];
    all.push(turn('poll a', a, 'poll'), turn('poll b', b, 'poll'));
    for (const name of ['w1', 'w2', 'w3', 'w4']) all.push(turn(name, c, 'write'));
    await clock.advance(100);
    await Promise.all(all);
    expect(order).toEqual(['first', 'w1', 'w2', 'poll a', 'w3', 'w4', 'poll b']);
  });

  it('gives every device its turn, however many writes one of them has', async () => {
    const all = [turn('first', a, 'poll')];
    for (const name of ['a1', 'a2', 'a3']) all.push(turn(name, a, 'write'));
    all.push(turn('b1', b, 'write'));
    await clock.advance(100);
    await Promise.all(all);
    expect(order).toEqual(['first', 'a1', 'b1', 'a2', 'a3']);
  });

  it('ends a wait when it is called off, and calls nothing then', async () => {
    const first = turn('first', a, 'poll');
    const gone = new AbortController();
    const cancelled = expect(turn('late', b, 'write', gone.signal)).rejects.toMatchObject({
      code: 'NX_CANCELLED',
      text: expect.stringMatching(/waited 5 ms.*Nothing was sent/),
    });
    await clock.advance(5);
    gone.abort();
    await cancelled;
    await clock.advance(5);
    await first;
    await clock.advance(20);
    expect(order).toEqual(['first']);
    expect(counts.waiting).toBe(0);
  });

  it('refuses a write when as many wait as may wait, and counts it', async () => {
    const all = [turn('first', a, 'poll')];
    for (const name of ['w1', 'w2', 'w3', 'w4']) all.push(turn(name, a, 'write'));
    await expect(turn('w5', b, 'write')).rejects.toMatchObject({ code: 'NX_DRIVER_BUSY' });
    const poll = turn('poll', c, 'poll');
    await clock.advance(100);
    await Promise.all([...all, poll]);
    expect(order).not.toContain('w5');
    expect(order).toContain('poll');
    expect(counts.refused).toBe(1);
  });

  it('goes on after a request that failed', async () => {
    const failing = queue.run(a, 'poll', () => Promise.reject(new TypeError('broken')), never);
    const next = turn('next', b, 'poll');
    await expect(failing).rejects.toThrow('broken');
    await clock.advance(10);
    await next;
    expect(order).toEqual(['next']);
  });
});
