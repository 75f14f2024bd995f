import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UpdateCheckResult } from 'electron-updater';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../kernel/logger.ts';
import { forgetElectron, recorded } from '../testing/electron-stand-in.ts';
import type { Updater } from './electron-update.ts';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);
const { DesktopUpdates } = await import('./electron-update.ts');

/** electron-updater as far as it is asked: it offers a version and records what it is told. */
class StandInUpdater implements Updater {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  allowDowngrade = true;
  allowPrerelease = true;
  logger: Updater['logger'] = console;
  readonly told: unknown[] = [];
  offers: { version: string; isUpdateAvailable: boolean } | Error = { version: '0.3.0', isUpdateAvailable: true };

  async checkForUpdates(): Promise<UpdateCheckResult> {
    this.told.push('check');
    if (this.offers instanceof Error) throw this.offers;
    const { version, isUpdateAvailable } = this.offers;
    const updateInfo = { version, files: [], path: '', sha512: '', releaseDate: '' };
    return { isUpdateAvailable, updateInfo, versionInfo: updateInfo };
  }
  async downloadUpdate(): Promise<string[]> {
    this.told.push('download');
    return [];
  }
  quitAndInstall(isSilent?: boolean, isForceRunAfter?: boolean): void {
    this.told.push({ install: { isSilent, isForceRunAfter } });
  }
}

let updater: StandInUpdater;
let quits: number;
const options = { version: '0.2.0', window: () => undefined, quit: () => void quits++, logger: silentLogger };
const given = (): InstanceType<typeof DesktopUpdates> => new DesktopUpdates(updater, options);
/** Answers the dialogs one after the other. */
const answers = (...responses: number[]): void => void (recorded.answer = () => responses.shift()!);

beforeEach(() => {
  forgetElectron();
  updater = new StandInUpdater();
  quits = 0;
});

describe('updates of the desktop program', () => {
  it('do nothing by themselves, and never lead to an older version or one before its release', () => {
    given();
    const { autoDownload, autoInstallOnAppQuit, allowDowngrade, allowPrerelease } = updater;
    expect([autoDownload, autoInstallOnAppQuit, allowDowngrade, allowPrerelease]).toEqual([false, false, false, false]);
    expect(updater.told).toEqual([]);
  });

  it('are downloaded when the person says so, and installed after the program ended in order', async () => {
    answers(0, 0);
    const updates = given();
    await updates.check(false);
    expect(recorded.dialogs.map((dialog) => dialog.message)).toEqual([
      'Version 0.3.0 is there; this is 0.2.0. Download it?',
      expect.stringContaining('installed when the program ends'),
    ]);
    expect([updater.told, quits]).toEqual([['check', 'download'], 1]);
    updates.finish();
    expect(updater.told.at(-1)).toEqual({ install: { isSilent: true, isForceRunAfter: true } });
  });

  it('wait for the end of the program where the person wants that, and are offered once more when asked', async () => {
    answers(0, 1, 1);
    const updates = given();
    await updates.check(false);
    await updates.check(true);
    expect([updater.told, quits]).toEqual([['check', 'download'], 0]);
    updates.finish();
    expect(updater.told.at(-1)).toEqual({ install: { isSilent: true, isForceRunAfter: false } });
  });

  it('are left alone where the person does not want them', async () => {
    answers(1);
    const updates = given();
    await updates.check(false);
    updates.finish();
    expect([updater.told, quits]).toEqual([['check'], 0]);
  });

  it('are silent about nothing new and about a server that is away, unless the person asked', async () => {
    updater.offers = { version: '0.1.0', isUpdateAvailable: false };
    const updates = given();
    await updates.check(false);
    updater.offers = new Error('net::ERR_NAME_NOT_RESOLVED');
    await updates.check(false);
    expect(recorded.dialogs).toEqual([]);
    await updates.check(true);
    updater.offers = { version: '0.1.0', isUpdateAvailable: false };
    await updates.check(true);
    expect(recorded.dialogs.map((dialog) => dialog.message)).toEqual([
      'Updates could not be read. Try again later, or ask who runs your update server.',
      'Version 0.2.0 is the newest.',
    ]);
    expect(updater.told).not.toContain('download');
  });
});

describe('the source of updates', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'nexus-update-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['is not named', undefined],
    ['is empty', 'provider: generic\nurl: ""\n'],
    ['is not encrypted', 'provider: generic\nurl: http://updates.acme.example\n'],
    ['is of another kind', 'provider: github\nowner: acme\nrepo: nexus\n'],
  ])('means no updates where it %s', async (_name, text) => {
    if (text !== undefined) await writeFile(join(folder, 'app-update.yml'), text);
    expect(await DesktopUpdates.open(folder, options)).toBeUndefined();
  });

  it('is taken where it is a server with https', async () => {
    vi.doMock('electron-updater', () => ({ default: { autoUpdater: updater } }));
    await writeFile(join(folder, 'app-update.yml'), 'provider: generic\nurl: https://updates.acme.example/nexus\n');
    expect(await DesktopUpdates.open(folder, options)).toBeInstanceOf(DesktopUpdates);
    expect(updater.autoDownload).toBe(false);
  });
});
