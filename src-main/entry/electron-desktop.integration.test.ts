import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import type { Terminal } from '../app/cli/terminal.ts';
import { runCommand } from '../app/run-command.ts';
import { silentLogger } from '../kernel/logger.ts';
import { app, ipcMain, preventable, recorded } from '../testing/electron-stand-in.ts';
import { connectPort, type PagePort } from '../testing/port-client.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { surroundingsOf } from './surroundings.ts';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);
const { runDesktop } = await import('./electron-desktop.ts');

describe('the desktop app on a real engine', () => {
  it('shows live values of the demo plant over the port of its page, and listens on no TCP port', async () => {
    const folder = await givenProjectFolder({ 'pages/index.html': '<!doctype html>' });
    recorded.paths = { userData: join(folder.path, 'user') };
    const surroundings = {
      ...surroundingsOf(new URL('./headless-main.ts', import.meta.url).href),
      pages: join(folder.path, 'pages'),
    };
    const printed: string[] = [];
    const run = (argv: readonly string[], terminal: Terminal): Promise<number> =>
      runCommand(argv, surroundings, {
        ...terminal,
        stopRequested: terminal.stopRequested,
        print: (text) => printed.push(text),
      });
    const given = { kind: 'window' as const, project: join(folder.path, 'plant'), options: ['--demo'] };
    const ended = runDesktop({ arguments: given, surroundings, preload: '/preload.cjs', run, logger: silentLogger });
    try {
      await vi.waitFor(() => expect(printed.join('\n')).toContain('No HTTP'), { timeout: 60_000 });
      const { port1, port2 } = new MessageChannel();
      const page = connectPort(port1 as unknown as PagePort);
      const { mainFrame } = recorded.windows[0]!.webContents;
      ipcMain.emit('nexus:connect', { senderFrame: mainFrame, ports: [port2] });
      await page.greeted;
      expect(await page.rpc.system.info({})).toMatchObject({ project: 'Demo plant', mode: 'demo' });
      const devices = (await page.rpc.devices.list({})).length;
      expect(devices).toBeGreaterThanOrEqual(3);
      await page.rpc.values.watch({ tags: [0, 1, 2] });
      await vi.waitFor(() => expect(page.frames.length).toBeGreaterThanOrEqual(5), { timeout: 60_000 });
      await vi.waitFor(() => expect(recorded.trays[0]!.tooltip).toContain('4 of 4 devices connected'), {
        timeout: 60_000,
      });
      const sockets = process
        .getActiveResourcesInfo()
        .filter((kind) => kind === 'TCPSERVERWRAP' || kind === 'TCPServerWrap');
      expect(sockets).toEqual([]);
      const quit = preventable();
      app.emit('before-quit', quit);
      expect([await ended, quit.prevented]).toEqual([0, true]);
      await page.closed;
    } finally {
      app.emit('before-quit', preventable());
      await ended;
      await folder.remove();
    }
  });
});
