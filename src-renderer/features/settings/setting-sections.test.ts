import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSections, searched } from './setting-sections.ts';

const sections = readSections(
  z.toJSONSchema(
    z.object({
      schema_version: z.int().default(1).meta({ title: 'Schema version', advanced: true }),
      historian: z
        .object({ raw: z.string().default('30d').meta({ title: 'Keep raw values', restart: true }) })
        .meta({ title: 'Historian', scope: 'workspace' }),
      mqtt: z
        .object({
          enabled: z.boolean().default(false).meta({ title: 'Publish' }),
          tls: z.object({ ca: z.string().optional().meta({ title: 'CA file' }) }).meta({ title: 'TLS' }),
        })
        .meta({ title: 'MQTT', restart: true }),
      log: z.object({ level: z.enum(['info', 'warn']).meta({ title: 'Level', description: 'Of the service.' }) }),
    }),
    { io: 'input' },
  ),
);

describe('the sections of the settings', () => {
  it('come in the order of the schema, each in its scope, with the parts inside; what is about the file comes last', () => {
    expect(sections.map(({ key, scope, title }) => [key, scope, title])).toEqual([
      ['historian', 'workspace', 'Historian'],
      ['mqtt', 'gateway', 'MQTT'],
      ['log', 'gateway', 'Log'],
      ['', 'gateway', 'File'],
    ]);
    expect(sections[1]!.settings.map(({ field, part }) => [field.path, part])).toEqual([
      ['mqtt.enabled', ''],
      ['mqtt.tls.ca', 'TLS'],
    ]);
  });

  it('need a restart where the setting or anything above it says so', () => {
    const restart = sections.flatMap(({ settings }) => settings).filter(({ needsRestart }) => needsRestart);
    expect(restart.map(({ field }) => field.path)).toEqual(['historian.raw', 'mqtt.enabled', 'mqtt.tls.ca']);
  });

  it('are found by title, path and help, and those without a find are left out', () => {
    const found = (words: string) =>
      searched(sections, words).flatMap(({ settings }) => settings.map((s) => s.field.path));
    expect(found('mqtt ca')).toEqual(['mqtt.tls.ca']);
    expect(found('historian.raw')).toEqual(['historian.raw']);
    expect(found('SERVICE')).toEqual(['log.level']);
    expect(found('nothing of this')).toEqual([]);
    expect(found('')).toHaveLength(5);
  });
});
