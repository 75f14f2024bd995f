import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { HostSupervisor } from './host-supervisor.ts';
import { silentLogger } from './logger.ts';

const url = new URL('../testing/echo-host.ts', import.meta.url);
const open: HostSupervisor[] = [];

async function givenHost(): Promise<HostSupervisor> {
  const host = new HostSupervisor(
    { name: 'echo', url, data: () => ({ greeting: 'hello' }) },
    systemClock,
    silentLogger,
  );
  open.push(host);
  await host.start();
  return host;
}

const next = (host: HostSupervisor, event: 'started' | 'ended'): Promise<void> =>
  new Promise((resolve) => {
    const subscription = host[event].on(() => {
      void subscription.dispose();
      resolve();
    });
  });

describe('a supervised host', () => {
  afterEach(async () => {
    await Promise.all(open.splice(0).map((host) => host.dispose()));
  });

  it('answers calls, refuses them with its code, and carries messages both ways', async () => {
    const host = await givenHost();
    expect(await host.call('greet', undefined, 2_000)).toBe('hello');
    await expect(host.call('refuse', undefined, 2_000)).rejects.toMatchObject({
      code: 'NX_NOT_FOUND',
      text: 'Not here.',
    });
    const echoed = new Promise((resolve) => host.told.on(resolve));
    host.tell('hi');
    expect(await echoed).toEqual({ echo: 'hi' });
    expect(await host.call('buffer', undefined, 2_000)).toEqual({ buffer: new ArrayBuffer(8) });
  });

  it.each(['die', 'throw'])('is started again after it ended by “%s”, and open calls are refused', async (how) => {
    const host = await givenHost();
    const hanging = host.call('hang', undefined, 5_000);
    const restarted = next(host, 'started');
    host.tell(how);
    await expect(hanging).rejects.toMatchObject({ code: 'NX_HOST_GONE' });
    expect(host.tell('lost')).toBe(false);
    await restarted;
    expect(host.restarts).toBe(1);
    expect(await host.call('greet', undefined, 2_000)).toBe('hello');
  });

  it('refuses a call that misses its deadline and goes on', async () => {
    const host = await givenHost();
    await expect(host.call('hang', undefined, 30)).rejects.toMatchObject({ code: 'NX_HOST_GONE' });
    expect(await host.call('greet', undefined, 2_000)).toBe('hello');
  });

  it('says whether its loop goes round', async () => {
    const host = await givenHost();
    expect(await host.answers(2_000)).toBe(true);
    host.tell('spin');
    expect(await host.answers(50)).toBe(false);
    expect(await host.answers(5_000)).toBe(true);
  });

  it('stays down after it was stopped', async () => {
    const host = await givenHost();
    await host.dispose();
    expect(host.state).toBe('stopped');
    expect(host.tell('hi')).toBe(false);
    expect(host.restarts).toBe(0);
  });
});
