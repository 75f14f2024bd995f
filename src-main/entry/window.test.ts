import { beforeEach, describe, expect, it, vi } from 'vitest';

type Listener = (event: { readonly url: string; preventDefault(): void }) => void;

/** Records what the shell asks of Electron, which cannot be had in plain Node. */
const recorded = vi.hoisted(() => ({
  options: [] as unknown[],
  loaded: [] as string[],
  listeners: new Map<string, (...given: never[]) => void>(),
  permissions: {} as Record<string, (...given: never[]) => unknown>,
  openHandler: undefined as undefined | (() => unknown),
}));

vi.mock('electron', () => {
  const on = (name: string, listener: (...given: never[]) => void): void => void recorded.listeners.set(name, listener);
  class BrowserWindow {
    readonly webContents = { on, setWindowOpenHandler: (handler: () => unknown) => (recorded.openHandler = handler) };
    once = on;
    show = (): void => {};
    constructor(options: unknown) {
      recorded.options.push(options);
    }
    async loadURL(address: string): Promise<void> {
      recorded.loaded.push(address);
    }
  }
  const keep = (name: string) => (handler: (...given: never[]) => unknown) => (recorded.permissions[name] = handler);
  const session = {
    fromPartition: () => ({
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
    }),
  };
  return { BrowserWindow, session };
});

const { openWindow } = await import('./window.ts');
const ADDRESS = 'http://127.0.0.1:8480/#token=t';

describe('the desktop window', () => {
  beforeEach(async () => {
    recorded.options.length = 0;
    await openWindow(ADDRESS, '/preload.cjs', true);
  });

  it('keeps its pages in the sandbox', () => {
    // Reliability reference 4.4, setting by setting.
    expect(recorded.options[0]).toMatchObject({
      webPreferences: {
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: false,
        preload: '/preload.cjs',
        partition: 'persist:nexus',
      },
    });
    expect(recorded.loaded).toContain(ADDRESS);
  });

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('goes nowhere else on %s', (name) => {
    const visit = (url: string): boolean => {
      let prevented = false;
      (recorded.listeners.get(name) as unknown as Listener)({ url, preventDefault: () => (prevented = true) });
      return prevented;
    };
    expect(visit('http://127.0.0.1:8480/w/devices')).toBe(false);
    expect(visit('https://evil.example/')).toBe(true);
    expect(visit('file:///etc/passwd')).toBe(true);
    expect(visit('http://127.0.0.1:8481/')).toBe(true);
  });

  it('opens no other window, attaches no webview and grants nothing', () => {
    expect(recorded.openHandler!()).toEqual({ action: 'deny' });
    let prevented = false;
    (recorded.listeners.get('will-attach-webview') as unknown as Listener)({
      url: '',
      preventDefault: () => (prevented = true),
    });
    expect(prevented).toBe(true);
    const answers: boolean[] = [];
    recorded.permissions['request']!(...([{}, 'camera', (granted: boolean) => answers.push(granted)] as never[]));
    expect([answers, recorded.permissions['check']!(), recorded.permissions['device']!()]).toEqual([
      [false],
      false,
      false,
    ]);
  });
});
