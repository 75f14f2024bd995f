import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../kernel/logger.ts';
import { forgetElectron, ipcMain, recorded, StandInWindow } from '../testing/electron-stand-in.ts';
import type { ShellAnswer, ShellCalls } from './electron-ipc.ts';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);
const { serveShell } = await import('./electron-ipc.ts');
const { isOwnPage } = await import('./electron-sender.ts');
const { openLink } = await import('./electron-links.ts');
const { SHELL_CHANNELS, wireName } = await import('./electron-channels.ts');

const heard: unknown[] = [];
const took = async (payload: unknown): Promise<unknown> => {
  heard.push(payload);
  return { took: true };
};
const calls = {
  ...Object.fromEntries(SHELL_CHANNELS.map((channel) => [channel, took])),
  openLink: async ({ key }) => openLink(key),
} as ShellCalls;

let window: StandInWindow;
const ports: unknown[] = [];
let door: ReturnType<typeof serveShell>;
beforeEach(() => {
  forgetElectron();
  heard.length = 0;
  ports.length = 0;
  window = new StandInWindow({});
  door = serveShell({
    calls,
    connect: (port) => ports.push(port),
    isOwn: (event) => isOwnPage(event, window as unknown as BrowserWindow),
    logger: silentLogger,
  });
});
afterEach(() => door.dispose());

const ask = (
  channel: string,
  payload?: unknown,
  senderFrame: unknown = window.webContents.mainFrame,
): Promise<ShellAnswer> => ipcMain.handlers.get(channel)!({ senderFrame }, payload) as Promise<ShellAnswer>;

const STRANGERS = (): readonly (readonly [string, unknown])[] => [
  ['a frame inside the page', { origin: 'app://nexus', url: 'app://nexus/' }],
  ['no frame at all', null],
];

describe('the calls of the page to the shell', () => {
  it('are the listed ones', () => {
    expect([...ipcMain.handlers.keys()].sort()).toEqual(SHELL_CHANNELS.map(wireName).sort());
  });

  it('are answered with plain data', async () => {
    expect(await ask('nexus:settings', {})).toEqual({ ok: true, value: { took: true } });
    expect(await ask('nexus:keepInTray', { on: true })).toEqual({ ok: true, value: { took: true } });
    expect(heard).toEqual([{}, { on: true }]);
  });

  it('are refused to everybody else, whatever the payload', async () => {
    for (const [who, frame] of STRANGERS()) {
      const answers = await Promise.all(SHELL_CHANNELS.map((channel) => ask(wireName(channel), {}, frame)));
      for (const answer of answers)
        expect(answer, who).toMatchObject({ ok: false, error: { code: 'NX_ACCESS_ORIGIN' } });
    }
    // The main frame after it was led elsewhere.
    Object.assign(window.webContents.mainFrame, { origin: 'https://evil.example', url: 'https://evil.example/' });
    expect(await ask('nexus:settings', {})).toMatchObject({ ok: false, error: { code: 'NX_ACCESS_ORIGIN' } });
    Object.assign(window.webContents.mainFrame, { origin: 'app://nexus', url: 'app://nexus/' });
    window.state = 'destroyed';
    expect(await ask('nexus:settings', {})).toMatchObject({ ok: false, error: { code: 'NX_ACCESS_ORIGIN' } });
    expect(heard).toEqual([]);
  });

  it.each([
    ['nexus:keepInTray', {}],
    ['nexus:keepInTray', { on: 'yes' }],
    ['nexus:keepInTray', { on: true, also: 1 }],
    ['nexus:saveExport', { name: '', text: '' }],
    ['nexus:saveExport', { name: 'a.yaml', text: 'x'.repeat(8 * 1024 * 1024 + 1) }],
    ['nexus:openLink', { key: 'https://evil.example/' }],
    ['nexus:openLink', { key: '__proto__' }],
    ['nexus:openProject', { folder: '/etc' }],
    ['nexus:pickImport', 'text'],
  ])('%s refuses what it does not take', async (channel, payload) => {
    expect(await ask(channel, payload)).toMatchObject({ ok: false, error: { code: 'NX_REQUEST_INVALID' } });
    expect([heard, recorded.opened]).toEqual([[], []]);
  });

  it('open links by key, https only', async () => {
    expect(await ask('nexus:openLink', { key: 'mqtt' })).toMatchObject({ ok: true });
    expect(recorded.opened).toEqual(['https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html']);
  });

  it('end with the shell', async () => {
    await door.dispose();
    expect([ipcMain.handlers.size, ipcMain.listenerCount('nexus:connect')]).toEqual([0, 0]);
  });
});

describe('a port that is offered', () => {
  const offer = (frame: unknown, count = 1) => {
    const closed: number[] = [];
    const offered = Array.from({ length: count }, (_, i) => ({ close: () => closed.push(i) }));
    ipcMain.emit('nexus:connect', { senderFrame: frame, ports: offered });
    return { offered, closed };
  };

  it('goes to the engine when the page offers it', () => {
    const { offered, closed } = offer(window.webContents.mainFrame);
    expect([ports, closed]).toEqual([offered, []]);
  });

  it('is closed when something else does, or when there are several', () => {
    for (const [who, frame] of STRANGERS()) expect(offer(frame).closed, who).toEqual([0]);
    expect(offer(window.webContents.mainFrame, 2).closed).toEqual([0, 1]);
    expect(offer(window.webContents.mainFrame, 0).closed).toEqual([]);
    expect(ports).toEqual([]);
  });
});
