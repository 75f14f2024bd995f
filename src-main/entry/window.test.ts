import { join } from 'node:path';
import type { BrowserWindow, DownloadItem, Session } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetElectron, preventable, StandInSession, type StandInWindow } from '../testing/electron-stand-in.ts';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);
const { loadStart, openWindow } = await import('./window.ts');
const { askForDownloads, denyPermissions, safeFileName } = await import('./window-lock.ts');

const PLACE = { x: 10, y: 20, width: 1_500, height: 950, maximised: true };
let window: StandInWindow;
beforeEach(() => {
  forgetElectron();
  window = openWindow('/preload.cjs', true, PLACE) as unknown as StandInWindow;
});

describe('the desktop window', () => {
  it('keeps its pages in the sandbox', () => {
    // Reliability reference 4.4, setting by setting: nothing is missing and nothing is added.
    expect(window.options.webPreferences).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: '',
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
      safeDialogs: true,
      disableDialogs: false,
      preload: '/preload.cjs',
      partition: 'persist:nexus',
    });
  });

  it('opens where it was, and is shown once there is something to see', () => {
    expect(window.options).toMatchObject({ x: 10, y: 20, width: 1_500, height: 950, show: false });
    expect([window.isMax, window.state]).toEqual([true, 'made']);
    loadStart(window as unknown as BrowserWindow, () => {});
    expect([window.loaded, window.state]).toEqual([['app://nexus/'], 'shown']);
  });

  it('has developer tools only while it is not packaged', () => {
    const open = openWindow('/preload.cjs', false, PLACE) as unknown as StandInWindow;
    expect(open.options.webPreferences?.devTools).toBe(true);
  });

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('goes nowhere else on %s', (name) => {
    const isPrevented = (url: string): boolean => {
      const event = preventable(url);
      window.webContents.emit(name, event);
      return event.prevented;
    };
    expect(isPrevented('app://nexus/w/devices')).toBe(false);
    const elsewhere = [
      'https://evil.example/',
      'file:///etc/passwd',
      'http://127.0.0.1:8480/',
      'app://other/',
      'data:text/html,x',
    ];
    for (const url of [...elsewhere, 'javascript:alert(1)', 'not a url', '']) expect(isPrevented(url), url).toBe(true);
  });

  it('opens no other window and attaches no webview', () => {
    expect(window.webContents.openHandler!()).toEqual({ action: 'deny' });
    const event = preventable();
    window.webContents.emit('will-attach-webview', event);
    expect(event.prevented).toBe(true);
  });
});

describe('the session of the window', () => {
  it('grants nothing', () => {
    const own = new StandInSession();
    denyPermissions(own as unknown as Session);
    const given: unknown[] = [];
    for (const permission of ['media', 'notifications', 'serial', 'clipboard-read', 'geolocation'] as const) {
      own.permissionRequest!({} as never, permission as never, (granted) => given.push(granted), {} as never);
      given.push(own.permissionCheck!(null, permission as never, 'app://nexus', {} as never));
    }
    given.push(own.devicePermission!({} as never));
    expect(new Set(given)).toEqual(new Set([false]));
    expect(given).toHaveLength(11);
    own.displayMedia!({} as never, (streams) => given.push(streams));
    expect(given.at(-1)).toBeNull();
  });

  const download = (origin: string, name: string) => {
    const own = new StandInSession();
    askForDownloads(own as unknown as Session, '/home/eva/Downloads');
    const event = preventable();
    const asked: Electron.SaveDialogOptions[] = [];
    const item: Partial<DownloadItem> = {
      getInitiatorOrigin: () => origin,
      getFilename: () => name,
      setSaveDialogOptions: (options) => void asked.push(options),
    };
    own.emit('will-download', event, item);
    return { isPrevented: event.prevented, asked };
  };

  it('writes a download of its own page only where the save dialog says', () => {
    const { isPrevented, asked } = download('app://nexus', 'trend.csv');
    expect(isPrevented).toBe(false);
    expect(asked).toEqual([expect.objectContaining({ defaultPath: join('/home/eva/Downloads', 'trend.csv') })]);
  });

  it.each(['https://evil.example', 'null', ''])('refuses a download that “%s” started', (origin) => {
    expect(download(origin, 'x.exe')).toEqual({ isPrevented: true, asked: [] });
  });

  it.each([
    ['../../.bashrc', 'bashrc'],
    ['C:\\Windows\\win.ini', 'win.ini'],
    ['a:b|c?.csv', 'a_b_c_.csv'],
    ['..', 'download'],
    ['', 'download'],
  ])('offers “%s” as %s', (name, offered) => expect(safeFileName(name)).toBe(offered));
});
