import { describe, expect, it } from 'vitest';
import { RemoteConfig } from './remote-config.ts';

const accepts = (filter: string): boolean => RemoteConfig.safeParse({ topics: [filter] }).success;

describe('the settings of the remote source', () => {
  it('take filters as MQTT has them, and no shared ones or those of the broker itself', () => {
    for (const filter of ['#', '+', 'acme/#', 'acme/+/line', '+/+/#', 'spBv1.0/plant/#', 'Halle 2/Öl', 'a/b/'])
      expect(accepts(filter), filter).toBe(true);
    for (const filter of ['', '$share/g/acme/#', '$SYS/#', 'acme/#/x', 'acme#', 'acme/x+', 'a\u0000b'])
      expect(accepts(filter), filter).toBe(false);
  });

  it('take everything of a group unless told, and nothing while they are off', () => {
    expect(RemoteConfig.parse({})).toEqual({
      enabled: false,
      topics: ['#'],
      share: true,
      group: 'nexus-historian',
      session_expiry: '24h',
      max_tags: 100_000,
    });
    expect(RemoteConfig.safeParse({ group: 'a/b' }).success).toBe(false);
    expect(RemoteConfig.safeParse({ topics: [] }).success).toBe(false);
  });
});
