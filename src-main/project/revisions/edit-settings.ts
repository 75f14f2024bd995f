import { CONFIG_FILE } from '../project-layout.ts';
import type { ProjectText } from '../project-text.ts';
import { patchYaml } from '../yaml/patch-yaml.ts';
import { readYaml } from '../yaml/yaml-file.ts';
import { type Changes, type FileForm, mergeForm } from './edit-device.ts';

/** `nexus.yaml` as plain data; empty where it says nothing. */
export function settingsForm(text: ProjectText): FileForm {
  const value = readYaml(CONFIG_FILE, text.get(CONFIG_FILE) ?? '').yaml?.value;
  return isForm(value) ? value : {};
}

/** Changes what the patch names and leaves the rest, with its comments; null puts a setting back to its default. */
export function mergeSettings(text: ProjectText, patch: FileForm): Changes {
  const next = withoutEmptied(mergeForm(settingsForm(text), patch), patch);
  return new Map([[CONFIG_FILE, patchYaml(text.get(CONFIG_FILE) ?? '', next)]]);
}

/** A section that lost its last setting is left out: `server: {}` says nothing. */
function withoutEmptied(next: unknown, patch: unknown): unknown {
  if (!isForm(next) || !isForm(patch)) return next;
  const kept = Object.entries(next)
    .map(([key, value]) => [key, key in patch ? withoutEmptied(value, patch[key]) : value] as const)
    .filter(([key, value]) => !(isForm(patch[key]) && isForm(value) && Object.keys(value).length === 0));
  return Object.fromEntries(kept);
}

function isForm(value: unknown): value is FileForm {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
