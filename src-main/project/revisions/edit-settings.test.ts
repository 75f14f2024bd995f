import { describe, expect, it } from 'vitest';
import { mergeSettings, settingsForm } from './edit-settings.ts';

const TEXT = `# Plant 1, handed over in spring
project:
  name: Plant # as on the door
server:
  port: 8080
log:
  level: warn # until the broker is replaced
`;
const files = new Map([['nexus.yaml', TEXT]]);
const changed = (patch: Record<string, unknown>): string => mergeSettings(files, patch).get('nexus.yaml')!;

describe('changing settings', () => {
  it('changes what is named and keeps every comment', () => {
    expect(changed({ log: { level: 'debug' } })).toBe(TEXT.replace('level: warn', 'level: debug'));
  });

  it('adds a section at the end', () => {
    expect(changed({ mqtt: { enabled: true } })).toBe(`${TEXT}mqtt:\n  enabled: true\n`);
  });

  it('puts a setting back by taking it out, and its section with it when nothing else stands there', () => {
    expect(changed({ server: { port: null } })).toBe(TEXT.replace('server:\n  port: 8080\n', ''));
  });

  it('reads a file that says nothing as no settings', () => {
    expect(settingsForm(new Map([['nexus.yaml', '']]))).toEqual({});
  });
});
