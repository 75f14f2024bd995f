import { describe, expect, it } from 'vitest';
import type { DeviceHealth, DeviceView } from '../../../src-shared/contract/devices.ts';
import { healthProblems, type ProblemPlaces } from './health-problems.ts';

const health = (status: DeviceHealth['status'], tagFaults: DeviceHealth['tagFaults'] = []): DeviceHealth => ({
  device: 'boiler-1',
  status,
  mode: 'polled',
  updatesPerSecond: null,
  polls: 10,
  pollsFailed: 0,
  pollsSkipped: 0,
  successRatio: 1,
  latencyP50Ms: 1,
  latencyP95Ms: 2,
  tagsGood: 3,
  lastGoodUs: 1,
  tagFaults,
});

function found(of: DeviceHealth) {
  const shown: string[] = [];
  const places: ProblemPlaces = {
    device: (device) => void shown.push(device),
    tag: (device, tag) => void shown.push(`${device} ${tag}`),
    rules: (device, tag) => void shown.push(`rules of ${device} ${tag}`),
    certificates: () => void shown.push('certificates'),
  };
  const device = { id: 'boiler-1', health: of } as DeviceView;
  return { problems: healthProblems([device], { 'boiler-1': of }, places), shown };
}

const REFUSED = {
  code: 'NX_NET_REFUSED',
  text: '10.0.0.1 answered but refused port 502. Check the port. (ECONNREFUSED)',
};

describe('the problems of a device', () => {
  it('are none while it answers, and none when it is switched off', () => {
    expect(found(health({ kind: 'connected', sinceUs: 1 })).problems).toEqual([]);
    expect(found(health({ kind: 'disabled' })).problems).toEqual([]);
  });

  it('is the reason why it does not answer, the same problem while it is dialled again', () => {
    const offline = found(
      health({ kind: 'offline', sinceUs: 1, nextTryUs: 2, breaker: 'closed', reason: REFUSED }),
    ).problems;
    expect(offline).toMatchObject([
      { severity: 'error', device: 'boiler-1', text: REFUSED.text, messageId: 'net.refused' },
    ]);
    const dialled = found(health({ kind: 'connecting', attempt: 4, reason: REFUSED })).problems;
    expect(dialled[0]!.key).toBe(offline[0]!.key);
    expect(found(health({ kind: 'connecting', attempt: 1, reason: null })).problems).toEqual([]);
  });

  it('is a warning where it answers poorly', () => {
    const reason = { code: 'NX_DRIVER_TIMEOUT', text: '4 of 100 polls had no answer.' };
    expect(found(health({ kind: 'degraded', sinceUs: 1, reason })).problems).toMatchObject([
      { severity: 'warning', messageId: 'NX_DRIVER_TIMEOUT' },
    ]);
  });

  it('are tags that fail alone, and each shows its place', () => {
    const text = 'The device has no register at 40300 (wire 299). Try shifting all addresses. (exception 02)';
    const { problems, shown } = found(health({ kind: 'connected', sinceUs: 1 }, [{ tag: 'flow', text }]));
    expect(problems).toMatchObject([{ severity: 'error', text: `flow: ${text}`, messageId: 'mb.ex02' }]);
    problems[0]!.go!();
    expect(shown).toEqual(['boiler-1 flow']);
  });

  it('are quality rules that alert, and each shows the rules of its tag', () => {
    const alert = { tag: 'flow', text: '500 is above 400, the highest of its quality rule. Check the sensor.' };
    const quiet = health({ kind: 'connected', sinceUs: 1 }, []);
    const { problems, shown } = found({ ...quiet, quality: { rules: [], alerts: [alert] } });
    expect(problems).toMatchObject([{ severity: 'warning', text: `flow: ${alert.text}` }]);
    problems[0]!.go!();
    expect(shown).toEqual(['rules of boiler-1 flow']);
  });

  it('leads to the certificates where nobody has trusted that of a server', () => {
    const reason = { code: 'NX_OPCUA_UNTRUSTED', text: 'Nobody has trusted it yet.' };
    const { problems, shown } = found(health({ kind: 'connecting', attempt: 2, reason }, []));
    problems[0]!.go?.();
    expect(shown).toEqual(['certificates']);
  });
});
