import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../src-shared/errors/error-codes.ts';
import { ReplayPace } from '../publishing/replay-pace.ts';
import { connectReason, disconnectReason } from './connect-error.ts';
import { reconnectPauseMs } from './reconnect-pause.ts';

const error = (code: unknown, message = 'x'): Error => Object.assign(new Error(message), { code });
const BROKER = 'The MQTT broker 10.0.0.5:1883';

describe('why a broker is not there', () => {
  it('is refused where its answer says so, with what to change', () => {
    // CONNACK: MQTT 3.1.1 table 3.1, MQTT 5.0 table 3-1.
    for (const code of [4, 0x86]) expect(connectReason(error(code), BROKER).text).toContain('mqtt.username');
    for (const code of [1, 0x84]) expect(connectReason(error(code), BROKER).text).toContain('mqtt.version');
    for (const code of [2, 0x85]) expect(connectReason(error(code), BROKER).text).toContain('mqtt.client_id');
    for (const code of [1, 2, 4, 5, 0x84, 0x86, 0x87, 0x97]) {
      expect(connectReason(error(code), BROKER).code).toBe('NX_MQTT_REFUSED');
    }
    expect(disconnectReason(0x8e, BROKER)).toMatchObject({ code: 'NX_MQTT_REFUSED' });
    expect(disconnectReason(0x8e, BROKER).text).toContain('same client id');
  });

  it('is unreachable in every other case, in whole sentences', () => {
    const errors = [
      ...['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ECONNRESET', 'CERT_HAS_EXPIRED'].map((code) => error(code)),
      ...['connack timeout', 'Keepalive timeout', 'Cannot parse length'].map((message) => error(undefined, message)),
      error(3),
      error(0x88),
      undefined,
    ];
    for (const each of errors) {
      const { code, text } = connectReason(each, BROKER);
      expect(code).toBe('NX_MQTT_UNREACHABLE');
      expect(text).toMatch(/^The MQTT broker 10\.0\.0\.5:1883 .*\.$/);
      expect(ERROR_CODES[code].retryable).toBe(true);
    }
  });
});

describe('the pause before connecting again', () => {
  it('doubles from one second to the longest, with a fifth of jitter', () => {
    const middle = (failures: number): number => reconnectPauseMs(failures, 5_000, () => 0.5);
    expect([1, 2, 3, 4, 5, 1_000].map(middle)).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
    expect(reconnectPauseMs(1, 5_000, () => 0)).toBe(800);
    expect(reconnectPauseMs(1, 5_000, () => 0.999_999)).toBe(1_200);
    expect(reconnectPauseMs(1, 100, () => 0.5)).toBe(100);
  });
});

describe('the pace of a replay', () => {
  it('lets through its rate and never more than a tenth of a second at once', () => {
    const pace = new ReplayPace(1_000, 0);
    let sent = 0;
    for (let ms = 0; ms <= 10_000; ms += 7) {
      const points = pace.allowed(ms);
      expect(points).toBeLessThanOrEqual(100);
      pace.take(points);
      sent += points;
    }
    expect(sent).toBeGreaterThan(9_950);
    expect(sent).toBeLessThanOrEqual(10_100);
  });
});
