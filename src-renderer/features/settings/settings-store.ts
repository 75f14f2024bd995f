import { create } from 'zustand';
import type { SettingsView } from '../../../src-shared/contract/settings.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { checkForm, type FormFault, faultMessage } from '../../forms/check-form.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { patchOf, same, settled, withValue } from '../../forms/form-value.ts';
import { readFields } from '../../forms/read-schema.ts';
import { rpc } from '../../rpc/connect.ts';
import { isOpen } from '../../state/link.ts';
import { pendingChanged } from '../../state/pending.ts';
import { appliedNote } from './applied-note.ts';
import { changedSettings } from './changed-settings.ts';

export const SETTINGS_PATH = 'settings';

/** What stands in the way of an apply, beside faults at fields. */
export interface ApplyProblem {
  readonly code: string;
  readonly text: string;
  /** Files that were edited on disk and are not applied; empty where something else is the matter. */
  readonly files: readonly string[];
}

interface SettingsState {
  /** As the gateway has them; undefined before they were read. */
  readonly read: SettingsView | undefined;
  /** Why they could not be read. */
  readonly problem: string | null;
  readonly form: FormValue;
  readonly past: readonly FormValue[];
  readonly future: readonly FormValue[];
  /** The path that was typed into last: one step of undo takes back the whole of it. */
  readonly typing: string | null;
  readonly faults: readonly FormFault[];
  /** How often an apply was refused because of faults at fields: each time their summary has the focus. */
  readonly asked: number;
  readonly work: 'none' | 'applying';
  readonly applyProblem: ApplyProblem | null;
  /** What the last apply did. */
  readonly note: string | null;
}

const CLEAN = { past: [], future: [], typing: null, faults: [], asked: 0, applyProblem: null } as const;

/** The settings of the gateway with the edits that are not applied yet. They live on while the tab is behind another. */
export const useSettings = create<SettingsState>()(() => ({
  ...CLEAN,
  read: undefined,
  problem: null,
  form: {},
  work: 'none',
  note: null,
}));
useSettings.subscribe(tellPending);

/** Reads the settings; edits that were made stay on top of what is read. */
export async function readSettings(): Promise<void> {
  try {
    const fresh = await rpc().settings.get({});
    useSettings.setState(({ read, form }) => {
      const edits = read ? changedSettings(read.values, form) : [];
      const rebased = edits.reduce<FormValue>((next, { path, after }) => withValue(next, path, after), fresh.values);
      return { read: fresh, form: rebased, problem: null, applyProblem: null };
    });
  } catch (error) {
    // With the next link they are read again; until then the shell says what is the matter.
    if (isOpen()) useSettings.setState({ problem: toNexusError(error).text });
  }
}

export function settingChanged(path: string, value: unknown): void {
  useSettings.setState(({ form, past, typing, faults }) => {
    const next = withValue(form, path, value);
    if (same(next, form)) return {};
    return {
      form: next,
      past: typing === path ? past : [...past, form].slice(-100),
      future: [],
      typing: path,
      // A field that was wrong is looked at again at each key, so that it clears at once.
      faults: faults.some((fault) => fault.path === path) ? [...without(faults, path), ...checked(next, path)] : faults,
      note: null,
    };
  });
}

/** Puts a whole form in the place of the edited one: the JSON view. One step of undo takes back what was typed in a row. */
export function settingsWritten(next: FormValue): void {
  useSettings.setState(({ form, past, typing }) =>
    same(next, form)
      ? {}
      : {
          form: next,
          past: typing === '' ? past : [...past, form].slice(-100),
          future: [],
          typing: '',
          note: null,
          faults: [],
        },
  );
}

/** The focus left a field: what stands there is meant. */
export function settingLeft(path: string): void {
  useSettings.setState(({ form, faults }) => ({
    typing: null,
    faults: [...without(faults, path), ...checked(form, path)],
  }));
}

const without = (faults: readonly FormFault[], path: string): readonly FormFault[] =>
  faults.filter((fault) => fault.path !== path);

function checked(form: FormValue, path?: string): readonly FormFault[] {
  const { read } = useSettings.getState();
  if (!read) return [];
  const faults = checkForm(readFields(read.schema), form, 'This gateway');
  return path === undefined ? faults : faults.filter((fault) => fault.path === path);
}

/** Checks everything, here and on the gateway, and applies it. What stands in the way is said at its place. */
export async function settingsApplied(): Promise<void> {
  const { read, form, work } = useSettings.getState();
  if (!read || work === 'applying') return;
  const own = checked(form);
  const patch = patchOf(read.values, settled(readFields(read.schema), form, read.values));
  if (own.length > 0 || !patch) {
    useSettings.setState(({ asked }) =>
      own.length > 0 ? { faults: own, asked: asked + 1 } : { ...CLEAN, form: read.values },
    );
    return;
  }
  useSettings.setState({ work: 'applying', applyProblem: null });
  try {
    const { faults } = await rpc().settings.check({ patch });
    const errors = faults.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      useSettings.setState(({ asked }) => ({
        asked: asked + 1,
        faults: errors.map(({ path, code, message }) => ({
          path,
          code: faultMessage(code),
          text: message,
          severity: 'error',
        })),
      }));
      return;
    }
    const { revision, diff } = await rpc().settings.change({ patch, base: read.revision, comment: 'Settings' });
    // What was edited since it was sent is an edit of what was sent, and stays.
    useSettings.setState({ ...CLEAN, read: { ...read, values: form }, note: appliedNote(revision, diff.settings) });
    await readSettings();
  } catch (error) {
    const { code, text, context } = toNexusError(error);
    const files = Array.isArray(context['files']) ? context['files'].map(String) : [];
    useSettings.setState({ applyProblem: { code, text, files } });
  } finally {
    useSettings.setState({ work: 'none' });
  }
}

/** Applies what stands in the files on disk, so that edits made here can be applied after it. */
export async function diskApplied(): Promise<void> {
  try {
    await rpc().config.apply({ comment: 'Edited on disk' });
    await readSettings();
  } catch (error) {
    const { code, text } = toNexusError(error);
    useSettings.setState({ applyProblem: { code, text, files: [] } });
  }
}

export const settingsDiscarded = (): void =>
  useSettings.setState(({ read }) => ({ ...CLEAN, form: read?.values ?? {} }));

function undone(): void {
  useSettings.setState(({ past, future, form }) => {
    const before = past.at(-1);
    return before ? { form: before, past: past.slice(0, -1), future: [form, ...future], typing: null, faults: [] } : {};
  });
}

function redone(): void {
  useSettings.setState(({ past, future: [after, ...future], form }) =>
    after ? { form: after, past: [...past, form], future, typing: null, faults: [] } : {},
  );
}

function tellPending({ read, form, past, future, faults }: SettingsState): void {
  const edits = read ? changedSettings(read.values, form).length : 0;
  if (edits + past.length + future.length === 0) return pendingChanged(SETTINGS_PATH, undefined);
  pendingChanged(SETTINGS_PATH, {
    edits,
    errors: faults.filter(({ severity }) => severity === 'error').length,
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    apply: settingsApplied,
    discard: settingsDiscarded,
    undo: undone,
    redo: redone,
  });
}
