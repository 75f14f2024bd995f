import type { MessagePort } from 'node:worker_threads';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { recorded } from '../testing/electron-stand-in.ts';
import { SHELL_CHANNELS } from './electron-channels.ts';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);

/** What the preload posted to the window of its page. */
const posted: { message: unknown; origin: string; ports: MessagePort[] }[] = [];
vi.stubGlobal('window', {
  postMessage: (message: unknown, origin: string, ports: MessagePort[]) => posted.push({ message, origin, ports }),
});
afterAll(() => vi.unstubAllGlobals());
await import('./preload.ts');

interface Shell {
  connect(): void;
  invoke(channel: string, payload?: unknown): Promise<unknown>;
}
const shell = (): Shell => recorded.bridge.get('nexusShell') as Shell;

describe('the preload', () => {
  it('gives the page one name, and nothing of Electron', () => {
    expect([...recorded.bridge.keys()]).toEqual(['nexusShell']);
    expect(Object.keys(shell())).toEqual(['platform', 'connect', 'invoke']);
  });

  it('hands one end of a channel to the engine and the other to the page, at our own origin only', async () => {
    shell().connect();
    expect(recorded.sent).toEqual([{ channel: 'nexus:connect', payload: null, ports: [expect.anything()] }]);
    expect(posted).toMatchObject([{ message: 'nexus:port', origin: 'app://nexus' }]);
    const [engine, page] = [recorded.sent[0]!.ports[0] as MessagePort, posted[0]!.ports[0]!];
    const heard = new Promise((resolve) => page.on('message', resolve));
    page.start();
    engine.postMessage('nexus.v1');
    expect(await heard).toBe('nexus.v1');
    page.close();
  });

  it('passes on the listed calls and no others', async () => {
    recorded.sent.length = 0;
    for (const channel of SHELL_CHANNELS) await shell().invoke(channel, {});
    expect(recorded.sent.map(({ channel }) => channel)).toEqual(SHELL_CHANNELS.map((channel) => `nexus:${channel}`));
    for (const channel of ['connect', 'nexus:settings', '__proto__', 'ELECTRON_BROWSER_REQUIRE'])
      await expect(shell().invoke(channel, {})).rejects.toThrow(channel);
    expect(recorded.sent).toHaveLength(SHELL_CHANNELS.length);
  });
});
