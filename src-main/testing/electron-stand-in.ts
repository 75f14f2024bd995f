import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  OpenDialogOptions,
  SaveDialogOptions,
  Session,
} from 'electron';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

/*
 * The `electron` module where its binary cannot be had: it records what the shell asks of it, and lets a test play what
 * Electron would say. A test gives `electron` below to vi.mock as the module of that name.
 */

/** An event that can be prevented. */
export const preventable = (url = ''): { url: string; prevented: boolean; preventDefault(): void } => ({
  url,
  prevented: false,
  preventDefault() {
    this.prevented = true;
  },
});

export class StandInContents extends EventEmitter {
  readonly mainFrame = { origin: 'app://nexus', url: 'app://nexus/' };
  openHandler: (() => { action: string }) | undefined;
  reloads = 0;
  crashes = 0;
  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openHandler = handler;
  }
  reload(): void {
    this.reloads++;
  }
  forcefullyCrashRenderer(): void {
    this.crashes++;
  }
}

export class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly options: BrowserWindowConstructorOptions;
  readonly loaded: string[] = [];
  state: 'made' | 'shown' | 'hidden' | 'destroyed' = 'made';
  focused = 0;
  isMax = false;
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    recorded.windows.push(this);
  }
  async loadURL(address: string): Promise<void> {
    this.loaded.push(address);
    this.emit('ready-to-show');
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { x: this.options.x ?? 0, y: this.options.y ?? 0, width: this.options.width!, height: this.options.height! };
  }
  isMaximized = (): boolean => this.isMax;
  maximize(): void {
    this.isMax = true;
  }
  isMinimized = (): boolean => false;
  restore(): void {}
  show(): void {
    this.state = 'shown';
  }
  hide(): void {
    this.state = 'hidden';
  }
  focus(): void {
    this.focused++;
  }
  isDestroyed = (): boolean => this.state === 'destroyed';
  /** As a click on the cross. */
  close(): void {
    const event = preventable();
    this.emit('close', event);
    if (event.prevented) return;
    this.state = 'destroyed';
    this.emit('closed');
    if (recorded.windows.every((window) => window.isDestroyed())) app.emit('window-all-closed');
  }
}

type Handler<Name extends 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'> =
  NonNullable<Parameters<Session[Name]>[0]>;

export class StandInSession extends EventEmitter {
  permissionRequest: Handler<'setPermissionRequestHandler'> | undefined;
  permissionCheck: Handler<'setPermissionCheckHandler'> | undefined;
  devicePermission: Handler<'setDevicePermissionHandler'> | undefined;
  displayMedia: NonNullable<Parameters<Session['setDisplayMediaRequestHandler']>[0]> | undefined;
  readonly schemes = new Map<string, (request: Request) => Promise<Response>>();
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>) => this.schemes.set(scheme, handler),
  };
  setPermissionRequestHandler(handler: Handler<'setPermissionRequestHandler'>): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: Handler<'setPermissionCheckHandler'>): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: Handler<'setDevicePermissionHandler'>): void {
    this.devicePermission = handler;
  }
  setDisplayMediaRequestHandler(handler: NonNullable<StandInSession['displayMedia']>): void {
    this.displayMedia = handler;
  }
}

type MessageBoxAnswer = (options: MessageBoxOptions) => number;

/** What was asked of Electron, and how the person answers dialogs. */
export const recorded = {
  windows: [] as StandInWindow[],
  sessions: new Map<string, StandInSession>(),
  schemes: [] as CustomScheme[],
  opened: [] as string[],
  menu: [] as MenuItemConstructorOptions[],
  trays: [] as StandInTray[],
  bridge: new Map<string, unknown>(),
  sent: [] as { channel: string; ports: unknown[]; payload: unknown }[],
  exits: [] as number[],
  sandbox: false,
  accelerated: true,
  /** Of `requestSingleInstanceLock`: what it was told, and whether this is the first instance. */
  lock: { isFirst: true, told: undefined as unknown },
  paths: {} as Record<string, string>,
  hasTray: true,
  dialogs: [] as (MessageBoxOptions | OpenDialogOptions | SaveDialogOptions)[],
  /** The paths that a file dialog gives; undefined: it was left. */
  chosen: undefined as string | undefined,
  answer: (() => 0) as MessageBoxAnswer,
};

export class StandInTray extends EventEmitter {
  tooltip = '';
  menus: MenuItemConstructorOptions[][] = [];
  destroyed = false;
  constructor(icon: unknown) {
    super();
    if (!recorded.hasTray || !icon) throw new NexusError('NX_NOT_FOUND', 'no notification area');
    recorded.trays.push(this);
  }
  setToolTip(text: string): void {
    this.tooltip = text;
  }
  setContextMenu(menu: MenuItemConstructorOptions[]): void {
    this.menus.push(menu);
  }
  destroy(): void {
    this.destroyed = true;
  }
}

class StandInApp extends EventEmitter {
  isPackaged = true;
  dock = undefined;
  enableSandbox = (): void => void (recorded.sandbox = true);
  disableHardwareAcceleration = (): void => void (recorded.accelerated = false);
  whenReady = async (): Promise<void> => {};
  getPath = (name: string): string => recorded.paths[name] ?? tmpdir();
  exit = (code: number): void => void recorded.exits.push(code);
  requestSingleInstanceLock = (told: unknown): boolean => {
    recorded.lock.told = told;
    return recorded.lock.isFirst;
  };
}
export const app = new StandInApp();

class StandInIpcMain extends EventEmitter {
  readonly handlers = new Map<string, (event: unknown, payload: unknown) => Promise<unknown>>();
  handle(channel: string, handler: (event: unknown, payload: unknown) => Promise<unknown>): void {
    this.handlers.set(channel, handler);
  }
  removeHandler = (channel: string): void => void this.handlers.delete(channel);
}
export const ipcMain = new StandInIpcMain();

const answered = <T>(options: MessageBoxOptions | OpenDialogOptions | SaveDialogOptions, answer: T): T => {
  recorded.dialogs.push(options);
  return answer;
};
const lastOf = <T>(given: readonly unknown[]): T => given.at(-1) as T;

/** The module as the shell imports it. */
export const electron = {
  app,
  ipcMain,
  BrowserWindow: StandInWindow,
  Tray: StandInTray,
  Menu: {
    buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
    setApplicationMenu: (menu: MenuItemConstructorOptions[]) => void (recorded.menu = menu),
  },
  nativeImage: { createFromPath: (path: string) => ({ path }) },
  protocol: { registerSchemesAsPrivileged: (schemes: CustomScheme[]) => void recorded.schemes.push(...schemes) },
  screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_040 } }] },
  session: {
    fromPartition: (name: string) => {
      if (!recorded.sessions.has(name)) recorded.sessions.set(name, new StandInSession());
      return recorded.sessions.get(name)!;
    },
  },
  shell: { openExternal: async (address: string) => void recorded.opened.push(address) },
  dialog: {
    showMessageBox: async (...given: unknown[]) => {
      const options = lastOf<MessageBoxOptions>(given);
      return answered(options, { response: recorded.answer(options) });
    },
    showOpenDialog: async (...given: unknown[]) => {
      const filePaths = recorded.chosen === undefined ? [] : [recorded.chosen];
      return answered(lastOf(given), { canceled: filePaths.length === 0, filePaths });
    },
    showSaveDialog: async (...given: unknown[]) =>
      answered(lastOf(given), { canceled: recorded.chosen === undefined, filePath: recorded.chosen ?? '' }),
  },
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => recorded.bridge.set(name, value) },
  ipcRenderer: {
    invoke: async (channel: string, payload: unknown) => {
      recorded.sent.push({ channel, payload, ports: [] });
      return { ok: true, value: null };
    },
    postMessage: (channel: string, payload: unknown, ports: unknown[]) =>
      void recorded.sent.push({ channel, payload, ports }),
  },
} satisfies Partial<Record<keyof typeof Electron, unknown>>;

const untouched = { ...recorded };

/** Forgets everything between tests. */
export function forgetElectron(): void {
  app.removeAllListeners();
  app.isPackaged = true;
  ipcMain.removeAllListeners();
  ipcMain.handlers.clear();
  for (const list of [recorded.windows, recorded.schemes, recorded.opened, recorded.trays, recorded.sent])
    list.length = 0;
  for (const list of [recorded.exits, recorded.dialogs]) list.length = 0;
  for (const map of [recorded.sessions, recorded.bridge]) map.clear();
  const { hasTray, chosen, answer, sandbox, accelerated } = untouched;
  Object.assign(recorded, {
    hasTray,
    chosen,
    answer,
    sandbox,
    accelerated,
    lock: { isFirst: true, told: undefined },
    paths: {},
    menu: [],
  });
}
