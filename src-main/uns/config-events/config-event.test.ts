import { describe, expect, it } from 'vitest';
import { encodeConfigEvent, parseConfigEvent } from './config-event.ts';

const parse = (topic: string, body: unknown): ReturnType<typeof parseConfigEvent> =>
  parseConfigEvent(topic, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

describe('a configuration event', () => {
  it('is read as it was told', () => {
    const event = { action: 'updated', deviceId: 'boiler-1', device: { id: 'boiler-1', tags: [] } } as const;
    const { topic, payload } = encodeConfigEvent(event, { prefix: 'nexus', node: 'gateway-1', atUs: 1e15 });
    expect(topic).toBe('nexus/config/devices/boiler-1/updated');
    expect(JSON.parse(payload)).toMatchObject({ device_id: 'boiler-1', timestamp: '2001-09-09T01:46:40.000Z' });
    expect(parse(topic, payload)).toEqual({ ...event, node: 'gateway-1' });
  });

  it('is understood on both topics, whoever tells it', () => {
    const body = { action: 'deleted', device_id: 'updated', timestamp: '2026-11-21T10:00:00Z' };
    expect(parse('nexus/config/devices/updated', body)).toMatchObject({ action: 'deleted', deviceId: 'updated' });
    expect(parse('$nexus/config/devices/updated/updated', body)).toMatchObject({ deviceId: 'updated' });
  });

  it.each([
    ['no JSON', '{', 'It is not JSON.'],
    ['an action of its own', { action: 'reboot', device_id: 'a' }, /action/],
    ['a path for an id', { action: 'deleted', device_id: '../a' }, /device_id/],
    [
      'an id that is not that of the topic',
      { action: 'deleted', device_id: 'b' },
      'Its topic names “a” and its body “b”.',
    ],
    ['no device', { action: 'updated', device_id: 'a' }, 'It says “updated” and has no “device”.'],
    ['another device', { action: 'updated', device_id: 'a', device: { id: 'b' } }, /Its device has the id "b"/],
    ['a list', [], /The body/],
  ])('with %s is not taken, and says why', (_, body, why) => {
    expect(parse('nexus/config/devices/a', body)).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
  });

  it('of more than 4 MiB is not taken', () => {
    expect(parseConfigEvent('nexus/config/devices/a', Buffer.alloc(5e6))).toMatch(/5000000 bytes/);
  });
});
