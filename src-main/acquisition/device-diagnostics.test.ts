import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryHost } from './memory-host.ts';

let host: MemoryHost;
beforeEach(() => {
  host = new MemoryHost(new FakeClock());
});
afterEach(async () => {
  const ended = host.devices.dispose();
  await host.clock.advance(20_000);
  await ended;
});

const link = async (act: 'look' | 'reconnect' | 'reset' = 'look') =>
  (await host.devices.link({ device: 'pump', act }))!;
const steps = async () => (await link()).transitions.map(({ to, times }) => `${to} ${times}`);

describe('what is told of the link of a device', () => {
  it('is each step that it took, newest first, with tries that came to the same in one line', async () => {
    const device = await host.given('pump');
    await host.clock.advance(3_000);
    device.isRefusing = true;
    device.readFaults.push('NX_DRIVER_DISCONNECTED');
    await host.clock.advance(120_000);
    const [newest, ...older] = await steps();
    expect(newest).toMatch(/^open [4-9]$/);
    expect(older).toEqual(['offline 1', 'connecting 1', 'connected 1', 'connecting 1']);
    const { breaker, nextTryUs, transitions, polls } = await link();
    expect(breaker).toMatchObject({ state: 'open', opensAfter: 3, opensAtShare: 0.6, probes: 3 });
    expect(breaker.inRow).toBeGreaterThanOrEqual(3);
    expect(nextTryUs).toBeGreaterThan(host.clock.wallUs());
    expect(transitions[0]!.reason).toMatchObject({ code: 'NX_NET_REFUSED' });
    expect(polls).toHaveLength(60);
    expect(polls.reduce((sum, { failed }) => sum + failed, 0)).toBe(1);
  });

  it('ends the wait when somebody asks for it, and counts from the beginning after a reset', async () => {
    const device = await host.given('pump');
    device.isRefusing = true;
    device.readFaults.push('NX_DRIVER_DISCONNECTED');
    await host.clock.advance(200_000);
    const [before] = (await link()).transitions;
    await link('reconnect');
    await host.clock.advance(10);
    expect((await link()).transitions[0]).toMatchObject({ to: 'open', times: before!.times + 1 });
    expect((await link()).breaker.inRow).toBe(3);
    await link('reset');
    await host.clock.advance(10);
    expect((await link()).breaker).toMatchObject({ state: 'closed', inRow: 1 });
    device.isRefusing = false;
    await link('reconnect');
    await host.clock.advance(2_000);
    expect(host.health('pump').status.kind).toMatch(/connected|degraded/);
    expect((await link()).breaker).toMatchObject({ state: 'closed', inRow: 0 });
  });

  it('is connected anew between two polls, none of which is lost', async () => {
    const device = await host.given('pump');
    device.answerMs = 300;
    await host.clock.advance(1_100);
    const asked = link('reconnect');
    await host.clock.advance(3_000);
    await asked;
    expect(host.health('pump')).toMatchObject({ pollsFailed: 0, status: { kind: 'connected' } });
    expect((await link()).connects).toBe(2);
    expect(await steps()).toEqual(['connected 1', 'connecting 1', 'connected 1', 'connecting 1']);
  });
});

describe('the latency of a device', () => {
  it('is counted by kind of request, with what did not answer, and outlives a change of the device', async () => {
    const device = await host.given('pump');
    device.answerMs = 40;
    await host.clock.advance(30_000);
    device.readFaults.push('NX_DRIVER_TIMEOUT');
    await host.clock.advance(5_000);
    await host.devices.add(host.job('pump', { pollIntervalMs: 2_000 }));
    await host.clock.advance(10);
    const told = host.devices.latency({ device: 'pump', window: '5m' })!;
    const poll = told.kinds.find(({ kind }) => kind === 'poll')!;
    expect(poll.now.timeouts).toBe(1);
    expect(poll.now.answers).toBeGreaterThan(30);
    expect(poll.now.p50Ms).toBeGreaterThan(34);
    expect(poll.now.p50Ms).toBeLessThan(46);
    expect(poll.before.answers).toBe(0);
    expect(told.kinds.map(({ kind }) => kind)).toEqual(['poll', 'connect']);
    expect(told.intervalsMs).toEqual([2_000]);
    expect(host.devices.latency({ device: 'nobody', window: '5m' })).toBeUndefined();
  });
});
