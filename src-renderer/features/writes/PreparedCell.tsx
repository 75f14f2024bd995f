import { type KeyboardEvent, type ReactNode, useId } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { preparedKey, usePreparedWrites, writePrepared } from '../../state/prepared-writes.ts';
import { checkValue } from './check-value.ts';
import { currentValue } from './current-value.ts';
import { valueChoices } from './typed-value.ts';
import './prepared.css';

/** Chosen in the place of a value; how long it is comes with the question. */
const PULSE = 'pulse';
const USUAL_PULSE_MS = 500;

interface PreparedCellProps {
  readonly tag: TagView;
  /** Enter or Esc: the keys go back to the table. */
  readonly onLeave: () => void;
}

/** The value that is prepared for a tag: checked as it is typed, never sent from here. */
export function PreparedCell({ tag, onLeave }: PreparedCellProps): ReactNode {
  const id = useId();
  const ref = { device: tag.device, tag: tag.id };
  const prepared = usePreparedWrites((state) => state.prepared[preparedKey(ref)]);
  const change = (text: string): void => {
    if (text === '') return writePrepared(ref, undefined);
    if (text === PULSE) return writePrepared(ref, { text, value: true, fault: undefined, pulseMs: USUAL_PULSE_MS });
    const checked = checkValue(text, tag, currentValue(tag));
    const value = checked.kind === 'value' ? checked.value : undefined;
    writePrepared(ref, { text, value, fault: checked.kind === 'fault' ? checked : undefined });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isPlainEnter = event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'Escape') writePrepared(ref, undefined);
    if (event.key !== 'Escape' && !isPlainEnter) return;
    event.preventDefault();
    event.stopPropagation();
    onLeave();
  };
  const choices = valueChoices(tag);
  const shared = {
    id,
    'aria-label': `Prepared for ${tag.name}`,
    'data-prepared-for': preparedKey(ref),
    tabIndex: -1,
    value: prepared?.text ?? '',
    onKeyDown,
  };
  if (choices) {
    return (
      <select {...shared} className="prepared-box" onChange={(event) => change(event.target.value)}>
        <option value="" />
        {choices.map(({ value, label }) => (
          <option key={String(value)} value={String(value)}>
            {label}
          </option>
        ))}
        {tag.dataType === 'bool' ? <option value={PULSE}>Pulse</option> : null}
      </select>
    );
  }
  return (
    <input
      {...shared}
      className="prepared-box"
      type="text"
      inputMode={tag.dataType === 'string' ? 'text' : 'decimal'}
      autoComplete="off"
      spellCheck={false}
      aria-invalid={prepared?.fault !== undefined}
      onChange={(event) => change(event.target.value)}
    />
  );
}
