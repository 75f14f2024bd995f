import { type ReactNode, useMemo, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { saveFile } from '../../rpc/save-file.ts';
import { useCommands } from '../../state/commands.ts';
import { keymapAsJson, keymapTaken, useKeymap } from '../../state/keymap.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { KeyboardRow } from './KeyboardRow.tsx';
import { keyboardLines } from './keyboard-lines.ts';

/** Every command with its keys, which can be chosen anew, taken back, and carried to another browser as a file. */
export function KeyboardSettings({ words }: { readonly words: string }): ReactNode {
  const commands = useCommands((state) => state.all);
  const chosen = useKeymap((state) => state.chosen);
  const lines = useMemo(() => keyboardLines(commands, chosen, words), [commands, chosen, words]);
  const [said, setSaid] = useState('');
  if (lines.length === 0) return null;
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    try {
      keymapTaken(await file.text());
      setSaid(`The keys of ${file.name} hold now.`);
    } catch (error) {
      setSaid(`${file.name}: ${toNexusError(error).text} Nothing was changed.`);
    }
  };
  return (
    <section className="settings-section" aria-label="Keyboard shortcuts">
      <h3>Keyboard shortcuts</h3>
      <div className="settings-about-line">
        <button type="button" className="button" onClick={exportKeys}>
          Export keys
        </button>
        <label className="button keyboard-import">
          Import keys…
          <input
            type="file"
            className="visually-hidden"
            accept="application/json"
            onChange={({ target }) => {
              void take(target.files?.[0]);
              target.value = '';
            }}
          />
        </label>
        <span className="quiet" role="status">
          {said}
        </span>
      </div>
      <details className="form-advanced" open={words !== '' || undefined}>
        <summary>{formatInteger(lines.length)} commands</summary>
        <table className="keyboard-table">
          <thead>
            <tr>
              <th scope="col">Command</th>
              <th scope="col">Keys</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <KeyboardRow key={line.id} line={line} />
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

const exportKeys = (): void => saveFile('nexus-keys.json', [keymapAsJson()], 'application/json');
