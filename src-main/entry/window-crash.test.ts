import type { BrowserWindow, MessageBoxOptions } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { loggerTo } from '../kernel/logger.ts';
import { app, forgetElectron, recorded, StandInWindow } from '../testing/electron-stand-in.ts';
import { FakeClock } from '../testing/fake-clock.ts';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);
const { bringBack, tellChildProcesses } = await import('./window-crash.ts');

const lines: string[] = [];
const logger = loggerTo((_level, text) => void lines.push(text));

function givenWindow() {
  const clock = new FakeClock();
  const window = new StandInWindow({});
  let quits = 0;
  bringBack(window as unknown as BrowserWindow, clock, logger, () => quits++);
  const crash = (reason = 'crashed'): unknown =>
    window.webContents.emit('render-process-gone', {}, { reason, exitCode: 5 });
  return { clock, window, contents: window.webContents, crash, quits: () => quits };
}
beforeEach(() => {
  forgetElectron();
  lines.length = 0;
});

describe('a page that crashes', () => {
  it('is loaded again three times in five minutes, then the person is asked', async () => {
    const { contents, crash } = givenWindow();
    for (let n = 0; n < 3; n++) crash();
    expect([contents.reloads, recorded.dialogs.length, lines.length]).toEqual([3, 0, 3]);
    crash('oom');
    expect(contents.reloads).toBe(3);
    expect(recorded.dialogs[0]).toMatchObject({ detail: expect.stringContaining('oom'), buttons: ['Reload', 'Quit'] });
    await vi.waitFor(() => expect(contents.reloads).toBe(4));
  });

  it('may crash again after a quiet time', async () => {
    const { clock, contents, crash } = givenWindow();
    for (let n = 0; n < 3; n++) crash();
    await clock.advance(5 * 60_000);
    crash();
    expect([contents.reloads, recorded.dialogs.length]).toEqual([4, 0]);
  });

  it('ends the program when the person says so', async () => {
    const { contents, crash, quits } = givenWindow();
    recorded.answer = () => 1;
    for (let n = 0; n < 4; n++) crash();
    await vi.waitFor(() => expect(quits()).toBe(1));
    expect(contents.reloads).toBe(3);
  });

  it('is left alone when it ended in order', () => {
    const { contents, crash } = givenWindow();
    crash('clean-exit');
    expect([contents.reloads, lines]).toEqual([0, []]);
  });
});

describe('a page that hangs', () => {
  it('is asked about once at a time, and given up only when the person says so', async () => {
    const { window, contents } = givenWindow();
    window.emit('unresponsive');
    window.emit('unresponsive');
    expect(recorded.dialogs).toHaveLength(1);
    expect((recorded.dialogs[0] as MessageBoxOptions).detail).toContain('engine goes on');
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect(contents.crashes).toBe(0);
    window.emit('responsive');
    recorded.answer = () => 1;
    // The answer to the first question has been taken.
    await vi.waitFor(() => {
      window.emit('unresponsive');
      expect(contents.crashes).toBe(1);
    });
  });
});

it('a process of the shell that is gone is logged', () => {
  tellChildProcesses(logger);
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 9 });
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 });
  expect(lines).toEqual(['a process of the shell is gone']);
});
