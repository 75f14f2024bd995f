import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { app, forgetElectron, recorded } from '../testing/electron-stand-in.ts';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);

// Made once, before modules are forgotten: all of them meet the same stand-in.
await import('electron');

const { argv } = process;
const written: string[] = [];
beforeEach(() => {
  forgetElectron();
  // Each time a module of its own, as in a new process.
  vi.resetModules();
  written.length = 0;
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => {
  process.argv = argv;
  vi.restoreAllMocks();
});

/** Runs the entry as Electron does: to its end, which is before Electron is ready. */
async function load(...words: readonly string[]): Promise<void> {
  process.argv = ['/opt/nexus-edge-desktop', ...words];
  await import('./electron-main.ts');
  expect(recorded.sandbox).toBe(true);
  expect(recorded.schemes.map(({ scheme }) => scheme)).toEqual(['app']);
}

async function exitOf(...words: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  await load(...words);
  // The engine is loaded first, and the machine may be busy.
  await vi.waitFor(() => expect(recorded.exits).toHaveLength(1), { timeout: 20_000 });
  return { code: recorded.exits[0]!, text: written.join('') };
}

describe('the desktop program', () => {
  it('does not wait for Electron while its file runs: Electron would wait for the file', async () => {
    // github.com/electron/electron/issues/40719: an await of `whenReady` at the top hangs for ever.
    let asked = 0;
    vi.spyOn(app, 'whenReady').mockImplementation(() => {
      asked++;
      return new Promise(() => {});
    });
    await load('--project', '/plant');
    expect([asked, recorded.exits, recorded.lock.told]).toEqual([1, [], { project: '/plant' }]);
  });
});

describe('the desktop program without a window', () => {
  it('answers a command and exits', async () => {
    expect(await exitOf('--version')).toEqual({ code: 0, text: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('needs no display for a service: no window, no tray, no acceleration, no single instance', async () => {
    const { code, text } = await exitOf('--service', '--project', '/nowhere/at/all');
    expect([code, text]).toEqual([2, expect.stringContaining('NX_')]);
    expect([recorded.windows, recorded.trays, recorded.accelerated]).toEqual([[], [], false]);
    expect(recorded.lock.told).toBeUndefined();
  });

  it('says what it does not understand', async () => {
    expect(await exitOf('--prject', '/p')).toEqual({ code: 2, text: expect.stringContaining('--project') });
  });
});
