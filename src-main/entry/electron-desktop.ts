import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, type BrowserWindow, dialog, screen, session } from 'electron';
import { z } from 'zod';
import { EXIT_CODES } from '../app/cli/exit-codes.ts';
import type { EngineSurroundings } from '../app/engine.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import { serveAppScheme } from './app-scheme.ts';
import type { DesktopArguments } from './electron-arguments.ts';
import { chooseProject, pickImport, saveExport } from './electron-dialogs.ts';
import { DesktopEngine, type DesktopEngineOptions } from './electron-engine.ts';
import { type ShellCalls, serveShell } from './electron-ipc.ts';
import { openLink } from './electron-links.ts';
import { isOwnPage } from './electron-sender.ts';
import { SettingsFile } from './electron-settings.ts';
import { DesktopUpdates } from './electron-update.ts';
import { showMenu } from './menu.ts';
import { StatusTray } from './tray.ts';
import { focusWindow, loadStart, openWindow, PARTITION } from './window.ts';
import { keepOrClose } from './window-close.ts';
import { bringBack, tellChildProcesses } from './window-crash.ts';
import { askForDownloads, denyPermissions } from './window-lock.ts';
import { placeOnDisplays } from './window-state.ts';

export interface DesktopOptions {
  readonly arguments: Extract<DesktopArguments, { kind: 'window' }>;
  readonly surroundings: EngineSurroundings;
  /** The built preload. */
  readonly preload: string;
  readonly run: DesktopEngineOptions['run'];
  readonly logger: Logger;
}

/** As in a service: a stop that takes longer is stuck, and everything accepted is on disk. */
const DRAIN_DEADLINE_MS = 30_000;

/** What a second start tells the first. */
const SecondStart = z.object({ project: z.string().optional(), package: z.string().optional() });

/**
 * The desktop app: a window on an engine in the same program. Runs until the person quits.
 * @returns the exit code; 0 at once where another instance runs, which was told to come forward.
 */
export async function runDesktop(options: DesktopOptions): Promise<number> {
  const { project, package: opened } = options.arguments;
  const told = { ...(project !== undefined && { project }), ...(opened !== undefined && { package: opened }) };
  if (!app.requestSingleInstanceLock(told)) return 0;
  await app.whenReady();
  const lifetime = new Lifetime('desktop');
  try {
    return await new Desktop(options, await settingsOf(options.logger), lifetime).run();
  } finally {
    await lifetime.dispose();
  }
}

function settingsOf(logger: Logger): Promise<SettingsFile> {
  const path = join(app.getPath('userData'), 'shell.json');
  return SettingsFile.open(path, (error) => logger.warn('settings were not saved', { path, error: String(error) }));
}

class Desktop {
  readonly #options: DesktopOptions;
  readonly #settings: SettingsFile;
  readonly #lifetime: Lifetime;
  readonly #engine: DesktopEngine;
  #window: BrowserWindow | undefined;
  #tray: StatusTray | undefined;
  #updates: DesktopUpdates | undefined;
  #isQuitting = false;
  #hadEngine = false;

  constructor(options: DesktopOptions, settings: SettingsFile, lifetime: Lifetime) {
    this.#options = options;
    this.#settings = settings;
    this.#lifetime = lifetime;
    this.#engine = new DesktopEngine({
      run: options.run,
      print: (text) => options.logger.info(text),
      onOpened: (folder) => this.#opened(folder),
      onStatus: (status) => this.#tray?.show(status),
      onFailed: (text, folder) => this.#askAfter(text, folder),
    });
  }

  async run(): Promise<number> {
    const { arguments: given, surroundings, logger } = this.#options;
    const own = session.fromPartition(PARTITION);
    denyPermissions(own);
    askForDownloads(own, app.getPath('downloads'));
    await serveAppScheme(own, surroundings.pages);
    tellChildProcesses(logger);
    const isOwn: Parameters<typeof serveShell>[0]['isOwn'] = (event) => isOwnPage(event, this.#window);
    const connect = (port: Electron.MessagePortMain): void => this.#engine.connect(port);
    this.#lifetime.add(serveShell({ calls: this.#calls(), connect, isOwn, logger }));
    app.on('second-instance', (_event, _argv, _folder, told) => this.#secondStart(told));
    app.on('window-all-closed', () => this.#quit());
    app.on('before-quit', (event) => {
      // The engine drains first; the program exits after it.
      event.preventDefault();
      this.#quit();
    });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const quit = (): void => this.#quit();
      process.on(signal, quit);
      this.#lifetime.defer(() => void process.removeListener(signal, quit));
    }
    this.#showTray();
    this.#showMenu();
    this.#show();
    void this.#openUpdates();
    this.#explainPackage(given.package);
    const { project } = this.#settings.current;
    const first = given.project ?? project;
    const options = first === undefined ? [...new Set([...given.options, '--demo'])] : given.options;
    const code = await this.#engine.run(first ?? join(app.getPath('documents'), 'Nexus Edge'), options);
    this.#isQuitting = true;
    if (this.#window && !this.#window.isDestroyed()) this.#window.close();
    await this.#settings.saved();
    this.#updates?.finish();
    return code;
  }

  /** Looks once at the start; later the person asks from the menu. */
  async #openUpdates(): Promise<void> {
    const { logger, surroundings } = this.#options;
    const { version } = surroundings;
    const options = { version, window: () => this.#window, quit: () => this.#quit(), logger };
    try {
      // Only an installed program knows where updates come from.
      this.#updates = app.isPackaged ? await DesktopUpdates.open(process.resourcesPath, options) : undefined;
    } catch (error) {
      logger.warn('there are no updates', { error: String(error) });
    }
    if (!this.#updates || this.#isQuitting) return;
    this.#showMenu();
    await this.#updates.check(false);
  }

  /** One window; closed for good only with the program or by choice. */
  #show(): void {
    if (this.#window && !this.#window.isDestroyed()) return focusWindow(this.#window);
    const { preload, logger } = this.#options;
    const displays = screen.getAllDisplays().map(({ workArea }) => workArea);
    const window = openWindow(preload, app.isPackaged, placeOnDisplays(this.#settings.current.window, displays));
    this.#window = window;
    keepOrClose(window, {
      settings: this.#settings,
      hasEngine: () => this.#engine.isRunning,
      hasTray: () => this.#tray !== undefined,
      isQuitting: () => this.#isQuitting,
    });
    bringBack(window, systemClock, logger, () => this.#quit());
    this.#load();
  }

  #load(): void {
    const { logger } = this.#options;
    if (this.#window)
      loadStart(this.#window, (error) => logger.error('the page did not load', { error: String(error) }));
  }

  #opened(folder: string): void {
    this.#settings.change({ project: folder });
    // What the page knows belongs to the project before.
    if (this.#hadEngine) this.#load();
    this.#hadEngine = true;
  }

  #secondStart(told: unknown): void {
    this.#show();
    const { data } = SecondStart.safeParse(told);
    this.#explainPackage(data?.package);
    if (data?.project !== undefined && data.project !== this.#settings.current.project)
      this.#engine.switchTo(data.project);
  }

  /** What a package is for; nothing is changed by opening one. */
  #explainPackage(file: string | undefined): void {
    if (file === undefined || !this.#window) return;
    const message = 'This is a signed package of configuration for a gateway.';
    const detail = `${file}\n\nOpen Deploy to look at it and to bring it in, or run on the gateway: nexus-edge deploy apply FILE.nxp`;
    void dialog.showMessageBox(this.#window, { type: 'info', message, detail: detail.slice(0, 2_000) });
  }

  #quit(): void {
    if (!this.#isQuitting) this.#limitDrain();
    this.#isQuitting = true;
    this.#engine.stop();
  }

  #limitDrain(): void {
    const timer = setTimeout(() => {
      this.#options.logger.error('the engine did not stop in time and was ended', { afterMs: DRAIN_DEADLINE_MS });
      app.exit(EXIT_CODES.stuck.code);
    }, DRAIN_DEADLINE_MS);
    this.#lifetime.defer(() => clearTimeout(timer));
  }

  async #askAfter(text: string, folder: string): Promise<string | undefined> {
    const window = this.#window;
    if (!window || window.isDestroyed()) return undefined;
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: 'The project could not be opened.',
      detail: `${folder}\n\n${text}`.slice(0, 4_000),
      buttons: ['Open another project', 'Quit'],
      defaultId: 0,
      cancelId: 1,
    });
    return response === 0 ? chooseProject(window) : undefined;
  }

  async #openProject(): Promise<boolean> {
    const folder = this.#window && (await chooseProject(this.#window));
    if (folder !== undefined) this.#engine.switchTo(folder);
    return folder !== undefined;
  }

  #keepInTray(on: boolean): void {
    this.#settings.change({ keepInTray: on });
    this.#showMenu();
  }

  #calls(): ShellCalls {
    const keepInTray = (): boolean => this.#settings.current.keepInTray;
    return {
      openProject: async () => ({ opened: await this.#openProject() }),
      pickImport: async () => pickImport(this.#window!),
      saveExport: async (file) => saveExport(this.#window!, app.getPath('documents'), file),
      openLink: async ({ key }) => openLink(key).then(() => null),
      settings: async () => ({ keepInTray: keepInTray(), project: this.#settings.current.project ?? null }),
      keepInTray: async ({ on }) => {
        this.#keepInTray(on);
        return { keepInTray: keepInTray() };
      },
    };
  }

  #showTray(): void {
    const icon = fileURLToPath(new URL('icons/tray.png', this.#options.surroundings.resources));
    try {
      const actions = { showWindow: () => this.#show(), quit: () => this.#quit() };
      this.#tray = this.#lifetime.add(new StatusTray(icon, actions));
    } catch (error) {
      // Some Linux desktops have no notification area: then closing the window ends the program.
      this.#options.logger.info('there is no tray here', { error: String(error) });
    }
  }

  #showMenu(): void {
    const { logger, surroundings } = this.#options;
    const facts = {
      isPackaged: app.isPackaged,
      isMac: process.platform === 'darwin',
      keepInTray: this.#settings.current.keepInTray,
    };
    const fault = (error: unknown): void => logger.warn('a menu entry met an error', { error: String(error) });
    showMenu(facts, {
      openProject: () => void this.#openProject().catch(fault),
      setKeepInTray: (on) => this.#keepInTray(on),
      openLink: (key) => void openLink(key).catch(fault),
      about: () =>
        void dialog.showMessageBox({ message: 'Nexus Edge', detail: `Version ${surroundings.version}` }).catch(fault),
      quit: () => this.#quit(),
      checkForUpdates: this.#updates && (() => void this.#updates?.check(true)),
    });
  }
}
