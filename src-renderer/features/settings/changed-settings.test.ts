import { describe, expect, it } from 'vitest';
import { changedSettings } from './changed-settings.ts';

describe('changed settings', () => {
  it('are the leaves that differ, whether changed, added or taken out', () => {
    const before = { project: { name: 'Plant' }, log: { level: 'warn' }, server: { port: 8080 } };
    const after = { project: { name: 'Plant' }, log: { level: 'debug' }, mqtt: { prefixes: ['a'] } };
    expect(changedSettings(before, after)).toEqual([
      { path: 'log.level', before: 'warn', after: 'debug' },
      { path: 'server.port', before: 8080, after: undefined },
      { path: 'mqtt.prefixes', before: undefined, after: ['a'] },
    ]);
  });

  it('are none when only the order differs', () => {
    expect(changedSettings({ a: { b: 1, c: [2] }, d: 3 }, { d: 3, a: { c: [2], b: 1 } })).toEqual([]);
  });
});
