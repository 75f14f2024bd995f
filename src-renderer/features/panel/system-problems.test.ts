import { describe, expect, it } from 'vitest';
import type { SystemStatus } from '../../../src-shared/contract/system.ts';
import { systemProblems } from './system-problems.ts';

const WELL = {
  historian: { state: 'running', reason: null },
  publisher: { state: 'off', reason: null, commandFaults: [] },
  log: { state: 'ok', text: '' },
} as unknown as SystemStatus;

const found = (of: object) => systemProblems({ ...WELL, ...of } as SystemStatus, () => undefined);

describe('the problems of the engine', () => {
  it('are none while all of it runs, or is switched off', () => {
    expect(found({})).toEqual([]);
  });

  it('are parts that do not run, with their reason', () => {
    const reason = { code: 'NX_MQTT_UNREACHABLE', text: 'The broker does not answer.' };
    expect(found({ publisher: { state: 'offline', reason, commandFaults: [] } })).toMatchObject([
      { severity: 'error', device: null, text: reason.text, messageId: 'NX_MQTT_UNREACHABLE' },
    ]);
  });

  it('are topics on which commands do not arrive', () => {
    const commandFaults = ['Commands on $nexus/… may not arrive: a test message there did not come back.'];
    expect(found({ publisher: { state: 'connected', reason: null, commandFaults } })).toMatchObject([
      { severity: 'warning', text: commandFaults[0] },
    ]);
  });

  it('are days that are not archived', () => {
    const archiveFault = '2026-11-21 and what follows are not archived.';
    expect(found({ historian: { ...WELL.historian, archiveFault } })).toMatchObject([
      { severity: 'warning', device: null, text: archiveFault },
    ]);
  });

  it('warn of a log that runs full, and are errors when it drops points', () => {
    expect(found({ log: { state: 'near-full', text: 'Full in 4 h.' } })[0]!.severity).toBe('warning');
    expect(found({ log: { state: 'dropping', text: 'The oldest points are dropped.' } })[0]!.severity).toBe('error');
  });
});
