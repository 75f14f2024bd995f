import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { desktopArguments } from './electron-arguments.ts';

const read = (line: string, hasAppPath = false) => desktopArguments(line.split(' '), hasAppPath, '/home/eva');

describe('the command line of the desktop program', () => {
  it('is a window on the last project without a word', () => {
    expect(read('/opt/nexus-edge')).toEqual({ kind: 'window', project: undefined, options: [] });
    expect(read('electron /opt/app', true)).toEqual({ kind: 'window', project: undefined, options: [] });
  });

  it('is a window on the project that is named, as seen from where it was started', () => {
    const window = { kind: 'window', project: resolve('/home/eva', 'plant'), options: ['--port', '8480', '--demo'] };
    expect(read('electron . --project plant --port 8480 --demo', true)).toEqual(window);
    expect(read('/opt/nexus-edge --project=plant --port=8480 --demo')).toEqual(window);
  });

  it('is a window on the project or the package that was opened from the desktop', () => {
    expect(read('/opt/nexus-edge plant/nexus.yaml')).toEqual({
      kind: 'window',
      project: resolve('/home/eva/plant'),
      options: [],
    });
    expect(read('electron --no-sandbox . line-2.nxp', true)).toEqual({
      kind: 'window',
      project: undefined,
      package: resolve('/home/eva/line-2.nxp'),
      options: [],
    });
    expect(() => read('/opt/nexus-edge other.yaml')).toThrow(/NX_USAGE/);
  });

  it('does not take switches of Chromium and Node for its own', () => {
    const line = 'electron --inspect=0 --remote-debugging-port=0 --no-sandbox . --project /p --ozone-platform=headless';
    expect(read(line, true)).toEqual({ kind: 'window', project: resolve('/p'), options: [] });
  });

  it.each(['--service --project /p', 'check --project /p', '--help', '--version', 'export --no-identities'])(
    'is a command without a window: %s',
    (words) => expect(read(`/opt/nexus-edge ${words}`)).toEqual({ kind: 'command', argv: words.split(' ') }),
  );

  it.each(['--projct /p', '--port 99999', '--project', 'plant', '--json'])(
    'says what it does not understand: %s',
    (words) => {
      expect(() => read(`/opt/nexus-edge ${words}`)).toThrow(/NX_USAGE/);
    },
  );
});
