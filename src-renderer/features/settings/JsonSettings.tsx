import { type ReactNode, useState } from 'react';
import { useMay } from '../../state/roles.ts';
import { Message } from '../../ui/Message.tsx';
import { readJson } from './read-json.ts';
import { settingsWritten, useSettings } from './settings-store.ts';

/** What the file holds, with the edits, as JSON. Text that can be read becomes the edits; the gateway checks it at Apply. */
export function JsonSettings(): ReactNode {
  const form = useSettings((state) => state.form);
  const mayChange = useMay('settings');
  const shown = JSON.stringify(form, undefined, 2);
  /** What is typed while it says the same as the form, or nothing yet. */
  const [typed, setTyped] = useState<{ readonly text: string; readonly says: string }>();
  const text = typed && (typed.says === shown || typed.says === '') ? typed.text : shown;
  const read = readJson(text);
  const problem = 'problem' in read ? read.problem : '';
  const take = (next: string): void => {
    const result = readJson(next);
    setTyped({ text: next, says: 'form' in result ? JSON.stringify(result.form, undefined, 2) : '' });
    if ('form' in result) settingsWritten(result.form);
  };
  return (
    <div className="settings-json">
      <label htmlFor="settings-json">Project and gateway settings as JSON</label>
      <textarea
        id="settings-json"
        className="field mono"
        spellCheck={false}
        readOnly={!mayChange}
        aria-invalid={problem !== ''}
        aria-describedby="settings-json-problem"
        value={text}
        onChange={({ target }) => take(target.value)}
      />
      <div id="settings-json-problem">{problem === '' ? null : <Message code="SYNTAX" text={problem} />}</div>
    </div>
  );
}
