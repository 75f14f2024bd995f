import type { FormField } from '../../forms/form-field.ts';
import { readFields } from '../../forms/read-schema.ts';
import { matchesWords } from '../../ui/filter-words.ts';

/** Whose a setting is: this browser's, the plant's wherever it runs, or this gateway's. */
export type SettingScope = 'user' | 'workspace' | 'gateway';

/** One setting. */
export interface Setting {
  readonly field: FormField;
  /** The part of its section that it belongs to: `TLS`; empty for the section itself. */
  readonly part: string;
  /** In effect at the next start only. */
  readonly needsRestart: boolean;
}

/** Settings that belong together: one part of `nexus.yaml`. */
export interface SettingSection {
  readonly key: string;
  readonly scope: SettingScope;
  readonly title: string;
  readonly description: string;
  readonly settings: readonly Setting[];
}

type Schema = Readonly<Record<string, unknown>>;

/** The sections of a JSON Schema of `nexus.yaml`, in its order. What stands beside them is about the file itself. */
export function readSections(schema: Schema): readonly SettingSection[] {
  const properties = mapOf(schema['properties']);
  const fields = readFields(schema);
  const sections = fields
    .filter((field) => field.kind === 'group')
    .map((field): SettingSection => {
      const own = mapOf(properties[field.path]);
      return {
        key: field.path,
        scope: own['scope'] === 'workspace' ? 'workspace' : 'gateway',
        title: field.title,
        description: field.description,
        settings: settingsIn(field, own, ''),
      };
    });
  const ofFile = fields
    .filter((field) => field.kind !== 'group')
    .flatMap((field) => settingsIn(field, mapOf(properties[field.path]), ''));
  if (ofFile.length === 0) return sections;
  return [...sections, { key: '', scope: 'gateway', title: 'File', description: '', settings: ofFile }];
}

function settingsIn(field: FormField, schema: Schema, part: string, isBelowRestart = false): readonly Setting[] {
  const needsRestart = isBelowRestart || schema['restart'] === true;
  if (field.kind !== 'group') return [{ field, part, needsRestart }];
  const properties = mapOf(schema['properties']);
  return field.fields.flatMap((one) => {
    const key = one.path.slice(field.path.length + 1);
    const inside = one.kind === 'group' ? [part, one.title].filter((text) => text !== '').join(' · ') : part;
    return settingsIn(one, mapOf(properties[key]), inside, needsRestart);
  });
}

/** Sections with the settings that hold every word of a search, by title, help, path or part; an empty search keeps all. */
export function searched(sections: readonly SettingSection[], words: string): readonly SettingSection[] {
  return sections
    .map((section) => ({ ...section, settings: section.settings.filter((one) => isFound(section, one, words)) }))
    .filter(({ settings }) => settings.length > 0);
}

const isFound = (section: SettingSection, { field, part }: Setting, words: string): boolean =>
  matchesWords([section.title, part, field.title, field.path, field.description].join(' '), words);

const mapOf = (value: unknown): Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
