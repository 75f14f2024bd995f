import { describe, expect, it } from 'vitest';
import { patchYaml } from './patch-yaml.ts';

const TEXT = `# The boiler of line 1
id: boiler-1
uid: d1
poll_interval: 1s # fast enough
connection:
  host: 10.0.0.5 # behind the switch
  port: 502
tags:
  # level of the drum
  - id: level
    uid: t1
    address: holding:1:float32
  - id: pressure # gauge
    uid: t2
    address: "holding:3"
`;
const content = {
  id: 'boiler-1',
  uid: 'd1',
  poll_interval: '1s',
  connection: { host: '10.0.0.5', port: 502 },
  tags: [
    { id: 'level', uid: 't1', address: 'holding:1:float32' },
    { id: 'pressure', uid: 't2', address: 'holding:3' },
  ],
};

describe('patching YAML', () => {
  it('changes nothing when the content is the same', () => {
    expect(patchYaml(TEXT, structuredClone(content))).toBe(TEXT);
  });

  it('changes one value and keeps every comment', () => {
    const next = { ...content, poll_interval: '500ms' };
    expect(patchYaml(TEXT, next)).toBe(TEXT.replace('poll_interval: 1s #', 'poll_interval: 500ms #'));
  });

  it('reaches into maps', () => {
    const next = { ...content, connection: { ...content.connection, host: '10.0.0.6' } };
    expect(patchYaml(TEXT, next)).toBe(TEXT.replace('10.0.0.5 #', '10.0.0.6 #'));
  });

  it('knows tags by their identity when one is put in front, renamed or removed', () => {
    const [level, pressure] = content.tags as [object, object];
    const added = patchYaml(TEXT, {
      ...content,
      tags: [{ id: 'flow', uid: 't3', address: 'input:1' }, level, { ...pressure, id: 'pressure-2' }],
    });
    expect(added).toContain('- id: flow');
    expect(added).toContain('# level of the drum');
    expect(added).toContain('- id: pressure-2 # gauge');
    expect(added).toContain('address: "holding:3"');
    const removed = patchYaml(TEXT, { ...content, tags: [pressure] });
    expect(removed).not.toContain('level');
    expect(removed).toContain('- id: pressure # gauge');
  });

  it('adds and removes keys', () => {
    const { poll_interval: _, ...rest } = content;
    const text = patchYaml(TEXT, { ...rest, enabled: false });
    expect(text).not.toContain('poll_interval');
    expect(text).toMatch(/\nenabled: false\n$/);
    expect(text).toContain('# behind the switch');
  });
});
