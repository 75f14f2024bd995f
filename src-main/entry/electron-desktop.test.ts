import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SystemStatus } from '../../src-shared/contract/system.ts';
import type { Terminal } from '../app/cli/terminal.ts';
import { Emitter } from '../kernel/emitter.ts';
import { silentLogger } from '../kernel/logger.ts';
import { app, forgetElectron, ipcMain, preventable, recorded } from '../testing/electron-stand-in.ts';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';
import { surroundingsOf } from './surroundings.ts';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);
const { runDesktop } = await import('./electron-desktop.ts');

let folder: ProjectFolder;
/** The engines that were started: their command line, and how they are told apart. */
const engines: { argv: readonly string[]; status: Emitter<SystemStatus>; ports: unknown[]; stopped: boolean }[] = [];
let refuse: string | undefined;
/** What an engine waits for after it was asked to stop. */
let holdStop: Promise<void> | undefined;

/** An engine that runs until it is asked to stop. */
async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  if (refuse !== undefined) {
    terminal.printError(refuse);
    return 2;
  }
  const engine = { argv, status: new Emitter<SystemStatus>(), ports: [] as unknown[], stopped: false };
  engines.push(engine);
  terminal.opened(undefined, { status: engine.status, connect: (port) => void engine.ports.push(port) });
  await terminal.stopRequested;
  await holdStop;
  engine.stopped = true;
  return 0;
}

function start(project: string | undefined, options: readonly string[] = []): Promise<number> {
  const surroundings = { ...surroundingsOf(import.meta.url), pages: join(folder.path, 'pages') };
  const given = { kind: 'window' as const, project, options };
  return runDesktop({ arguments: given, surroundings, preload: '/preload.cjs', run, logger: silentLogger });
}
const started = (count = 1) => vi.waitFor(() => expect(engines).toHaveLength(count));
const settings = async () => JSON.parse(await readFile(join(folder.path, 'user/shell.json'), 'utf8')) as unknown;
const firstWindow = () => recorded.windows[0]!;
const offerPort = () => {
  const port = { closed: false, close: () => void (port.closed = true) };
  ipcMain.emit('nexus:connect', { senderFrame: firstWindow().webContents.mainFrame, ports: [port] });
  return port;
};

beforeEach(async () => {
  forgetElectron();
  engines.length = 0;
  refuse = undefined;
  holdStop = undefined;
  folder = await givenProjectFolder({ 'pages/index.html': '<!doctype html>' });
  recorded.paths = { userData: join(folder.path, 'user'), documents: '/home/eva/Documents' };
});
afterEach(() => folder.remove());

describe('the desktop app', () => {
  it('opens a window on an engine without a port, and ends with the window', async () => {
    const ended = start('/plant');
    await started();
    expect(engines[0]!.argv).toEqual(['--service', '--project', '/plant']);
    expect(firstWindow().loaded).toEqual(['app://nexus/']);
    expect([...recorded.sessions.keys()]).toEqual(['persist:nexus']);
    const port = offerPort();
    expect([engines[0]!.ports, port.closed]).toEqual([[port], false]);
    firstWindow().close();
    expect(await ended).toBe(0);
    expect(engines[0]!.stopped).toBe(true);
    expect(await settings()).toMatchObject({ project: '/plant', keepInTray: false, window: { width: 1_440 } });
    expect(recorded.trays[0]!.destroyed).toBe(true);
    // A page that asks late is not served.
    expect(ipcMain.listenerCount('nexus:connect')).toBe(0);
  });

  it('opens the last project, and a demo plant in the documents at the very first start', async () => {
    let ended = start(undefined);
    await started();
    expect(engines[0]!.argv).toEqual(['--service', '--project', join('/home/eva/Documents', 'Nexus Edge'), '--demo']);
    firstWindow().close();
    await ended;
    forgetElectron();
    recorded.paths = { userData: join(folder.path, 'user') };
    ended = start(undefined, ['--port', '8480']);
    await started(2);
    expect(engines[1]!.argv).toEqual([
      '--service',
      '--project',
      join('/home/eva/Documents', 'Nexus Edge'),
      '--port',
      '8480',
    ]);
    firstWindow().close();
    await ended;
  });

  it('goes on in the tray where the person chose that, and comes back from there', async () => {
    const ended = start('/plant');
    await started();
    const frame = { senderFrame: firstWindow().webContents.mainFrame };
    await ipcMain.handlers.get('nexus:keepInTray')!(frame, { on: true });
    expect(JSON.stringify(recorded.menu)).toContain('"checked":true');
    firstWindow().close();
    expect([firstWindow().state, engines[0]!.stopped]).toEqual(['hidden', false]);
    recorded.trays[0]!.emit('click');
    expect([firstWindow().state, recorded.windows.length]).toEqual(['shown', 1]);
    app.emit('before-quit', preventable());
    expect(await ended).toBe(0);
    expect(firstWindow().state).toBe('destroyed');
    expect(await settings()).toMatchObject({ keepInTray: true });
  });

  it('ends with the window where there is no tray, whatever was chosen', async () => {
    recorded.hasTray = false;
    await folder.write('user/shell.json', '{"keepInTray":true}');
    const ended = start('/plant');
    await started();
    firstWindow().close();
    expect(await ended).toBe(0);
  });

  it('lets the engine drain before the program exits', async () => {
    const ended = start('/plant');
    await started();
    const quit = preventable();
    app.emit('before-quit', quit);
    expect(quit.prevented).toBe(true);
    expect(await ended).toBe(0);
    expect(engines[0]!.stopped).toBe(true);
  });

  it('exits all the same when the engine does not stop', async () => {
    const stuck = Promise.withResolvers<void>();
    holdStop = stuck.promise;
    const ended = start('/plant');
    await started();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    firstWindow().close();
    app.emit('before-quit', preventable());
    vi.advanceTimersByTime(29_999);
    expect(recorded.exits).toEqual([]);
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    expect(recorded.exits).toEqual([137]);
    stuck.resolve();
    await ended;
  });

  it('comes forward when it is started again, and opens the project that is named then', async () => {
    const ended = start('/plant');
    await started();
    app.emit('second-instance', {}, [], '/', {});
    expect([firstWindow().focused, engines.length]).toEqual([1, 1]);
    app.emit('second-instance', {}, [], '/', { project: ['not', 'a', 'path'] });
    app.emit('second-instance', {}, [], '/', { project: '/plant' });
    expect([firstWindow().focused, engines[0]!.stopped]).toEqual([3, false]);
    app.emit('second-instance', {}, [], '/', { project: '/other' });
    await started(2);
    expect(engines.map(({ argv, stopped }) => [argv[2], stopped])).toEqual([
      ['/plant', true],
      ['/other', false],
    ]);
    // What the page knew of the first plant is gone.
    expect(firstWindow().loaded).toHaveLength(2);
    firstWindow().close();
    await ended;
  });

  it('says what a package is for when one is opened', async () => {
    const ended = start('/plant');
    await started();
    app.emit('second-instance', {}, [], '/', { package: '/media/usb/line-2.nxp' });
    expect(recorded.dialogs[0]).toMatchObject({ detail: expect.stringContaining('/media/usb/line-2.nxp') });
    expect([firstWindow().focused, engines.length]).toEqual([1, 1]);
    firstWindow().close();
    await ended;
  });

  it('is only once: a second one tells the first and ends', async () => {
    recorded.lock.isFirst = false;
    expect(await start('/plant')).toBe(0);
    expect([recorded.lock.told, recorded.windows, engines]).toEqual([{ project: '/plant' }, [], []]);
  });

  it('asks for another project when one cannot be opened', async () => {
    refuse = 'tags[3].address: 70000 is outside 0–65535 [NX_PROJECT_INVALID]';
    recorded.chosen = '/good';
    recorded.answer = () => {
      refuse = undefined;
      return 0;
    };
    const ended = start('/bad');
    await started();
    expect(recorded.dialogs[0]).toMatchObject({ detail: expect.stringContaining('70000 is outside') });
    expect(engines[0]!.argv[2]).toBe('/good');
    firstWindow().close();
    expect(await ended).toBe(0);
  });

  it('ends with the code of the engine when the person gives up, and closes ports meanwhile', async () => {
    refuse = 'nexus.yaml: line 3 is no YAML [NX_PROJECT_INVALID]';
    let port: { closed: boolean } | undefined;
    recorded.answer = () => {
      port = offerPort();
      return 1;
    };
    expect(await start('/bad')).toBe(2);
    expect(port?.closed).toBe(true);
  });

  it('opens a project from the menu and from the page', async () => {
    const ended = start('/plant');
    await started();
    const frame = { senderFrame: firstWindow().webContents.mainFrame };
    expect(await ipcMain.handlers.get('nexus:openProject')!(frame, {})).toEqual({ ok: true, value: { opened: false } });
    recorded.chosen = '/second';
    expect(await ipcMain.handlers.get('nexus:openProject')!(frame, {})).toEqual({ ok: true, value: { opened: true } });
    await started(2);
    expect(engines[1]!.argv).toEqual(['--service', '--project', '/second']);
    firstWindow().close();
    await ended;
  });
});
