import type { ReactNode } from 'react';
import { Message } from '../../ui/Message.tsx';
import { changedSettings } from './changed-settings.ts';
import type { SettingSection } from './setting-sections.ts';
import { diskApplied, readSettings, settingsApplied, settingsDiscarded, useSettings } from './settings-store.ts';

/** What is edited and not applied yet, what it takes, and what stands in the way. */
export function SettingsApplyBar({ sections }: { readonly sections: readonly SettingSection[] }): ReactNode {
  const { read, form, faults, work, applyProblem, note } = useSettings();
  const edits = read ? changedSettings(read.values, form) : [];
  if (edits.length === 0) {
    return (
      <p className="settings-note" role="status">
        {note}
      </p>
    );
  }
  const settings = new Map(
    sections.flatMap((section) => section.settings.map((one) => [one.field.path, one] as const)),
  );
  const waiting = edits.filter(({ path }) => settings.get(path)?.needsRestart);
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  return (
    <section className="settings-apply" aria-label="Edits that are not applied">
      {applyProblem ? <Message code={applyProblem.code} text={applyProblem.text} isAlert /> : null}
      <div className="settings-apply-line">
        <span>
          {edits.length} edited{errors > 0 ? ` · ${errors} with problems` : ''}
        </span>
        <span className="quiet settings-apply-effect">
          {waiting.length === 0
            ? 'Takes effect at once.'
            : `Takes effect at the next start: ${waiting.map(({ path }) => settings.get(path)?.field.title ?? path).join(', ')}.`}
        </span>
        {applyProblem?.code === 'NX_REVISION_CONFLICT' ? <AfterConflict files={applyProblem.files} /> : null}
        <button type="button" className="button" onClick={settingsDiscarded}>
          Discard
        </button>
        <button
          type="button"
          className="button primary"
          aria-disabled={work === 'applying'}
          onClick={() => void settingsApplied()}
        >
          {work === 'applying' ? 'Applying…' : 'Apply'}
        </button>
      </div>
    </section>
  );
}

/** Somebody else was faster: in a newer revision, or with an editor on the disk. */
function AfterConflict({ files }: { readonly files: readonly string[] }): ReactNode {
  return files.length > 0 ? (
    <button type="button" className="button" onClick={() => void diskApplied()}>
      Apply the files on disk
    </button>
  ) : (
    <button type="button" className="button" onClick={() => void readSettings()}>
      Read again, keep my edits
    </button>
  );
}
