import { afterEach, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryHost } from './memory-host.ts';

let host: MemoryHost;
afterEach(async () => {
  const ended = host.devices.dispose();
  await host.clock.advance(70_000);
  await ended;
  expect(host.clock.pending).toBe(0);
});

/** Connects of a minute, half an hour after a device that worked began to refuse them. */
async function triesAMinute(refusedRestMs: number, fault: 'isRefusing' | 'isMute'): Promise<number> {
  host = new MemoryHost(new FakeClock(), { refusedRestMs });
  const device = await host.given('server');
  await host.clock.advance(3_000);
  device[fault] = true;
  device.isStranded = true;
  await host.clock.advance(1_800_000);
  device.calls.length = 0;
  await host.clock.advance(60_000);
  return device.calls.filter((call) => call === 'open').length;
}

it('a server that refuses is asked again soon where its protocol says so: it is being started again', async () => {
  expect(await triesAMinute(1_500, 'isRefusing')).toBe(40);
});

it('otherwise it rests as long as any other', async () => {
  expect(await triesAMinute(Number.POSITIVE_INFINITY, 'isRefusing')).toBeLessThanOrEqual(3);
});

it('a host that does not answer at all rests long whatever the protocol says', async () => {
  expect(await triesAMinute(1_500, 'isMute')).toBeLessThanOrEqual(3);
});
