import { describe, expect, it } from 'vitest';
import { draftProblems } from './draft-problems.ts';

const SAME = { devicesAdded: [], devicesRemoved: [], devicesChanged: [], settings: [] };
const places = { device: () => undefined, tag: () => undefined, rules: () => undefined, certificates: () => undefined };

describe('the problems of the files on disk', () => {
  it('are none when they are what runs', () => {
    expect(draftProblems({ diff: SAME, faults: [] }, places)).toEqual([]);
  });

  it('are their faults with file and line, at the device whose file it is', () => {
    const fault = { code: 'PORT_RANGE', path: 'connection.port', message: 'Port 70000 is outside 1–65535.' } as const;
    const faults = [
      { ...fault, file: 'devices/boiler-1.yaml', line: 7, severity: 'error' as const },
      { ...fault, file: 'nexus.yaml', line: null, severity: 'warning' as const },
    ];
    expect(draftProblems({ diff: SAME, faults }, places)).toMatchObject([
      { device: 'boiler-1', text: 'devices/boiler-1.yaml:7  Port 70000 is outside 1–65535.', messageId: 'net.port' },
      { device: null, text: 'nexus.yaml  Port 70000 is outside 1–65535.', severity: 'warning' },
    ]);
  });

  it('say what would change when they were applied', () => {
    const diff = { ...SAME, devicesAdded: ['a', 'b'], settings: [{ path: 'x', before: 1, after: 2, restart: false }] };
    expect(draftProblems({ diff, faults: [] }, places)[0]!.text).toBe(
      'The files on disk differ from what runs: 2 devices added, 1 setting changed. Apply them, or go back to the last revision.',
    );
  });
});
