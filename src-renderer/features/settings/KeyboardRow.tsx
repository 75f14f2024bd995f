import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { chordsOf } from '../../state/key-chord.ts';
import { keysChosen, keysReset } from '../../state/keymap.ts';
import { Message } from '../../ui/Message.tsx';
import type { KeyboardLine } from './keyboard-lines.ts';

const MODIFIERS: ReadonlySet<string> = new Set(['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'CapsLock']);

/** A command with its keys. While it listens, the next key that is pressed becomes its key; Esc and Tab leave it. */
export function KeyboardRow({ line }: { readonly line: KeyboardLine }): ReactNode {
  const [isListening, setListening] = useState(false);
  const [problem, setProblem] = useState('');
  const { id, title, keys, isModified, conflicts } = line;
  const listen = (event: KeyboardEvent): void => {
    if (!isListening || MODIFIERS.has(event.key)) return;
    setListening(false);
    if (event.key === 'Tab') return;
    // The key is meant for this table: the command that has it now does not run.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return;
    try {
      keysChosen(id, chordsOf(event.nativeEvent).slice(0, 1));
      setProblem('');
    } catch (error) {
      setProblem(toNexusError(error).text);
    }
  };
  return (
    <tr data-command={id}>
      <th scope="row">
        {title}
        <code className="setting-path">{id}</code>
      </th>
      <td>
        {keys.length === 0 ? <span className="quiet">None</span> : null}
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
        {isModified ? <span className="setting-mark">Modified</span> : null}
        {conflicts.map((text) => (
          <Message key={text} code="VALUE" text={`◐ ${text}`} tone="warning" />
        ))}
        {problem === '' ? null : <Message code="VALUE" text={problem} isAlert />}
      </td>
      <td className="keyboard-actions">
        <button
          type="button"
          className="button"
          aria-label={isListening ? `Press the new key of ${title}` : `Change the key of ${title}`}
          onClick={() => setListening(true)}
          onBlur={() => setListening(false)}
          onKeyDown={listen}
        >
          {isListening ? 'Press a key…' : 'Change'}
        </button>
        {keys.length > 0 ? (
          <button
            type="button"
            className="link-button"
            aria-label={`Take the keys of ${title} away`}
            onClick={() => keysChosen(id, [])}
          >
            No key
          </button>
        ) : null}
        {isModified ? (
          <button
            type="button"
            className="link-button"
            aria-label={`Reset the keys of ${title}`}
            onClick={() => keysReset(id)}
          >
            Reset
          </button>
        ) : null}
      </td>
    </tr>
  );
}
