import { RotateCcw } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { TagField } from '../edit/tag-fields.ts';
import { suggestionsOf } from '../tag-columns.tsx';

interface BulkFieldProps {
  readonly field: TagField;
  /** What all tags have; undefined where they differ. */
  readonly common: string | undefined;
  /** What is to be written; undefined: nothing. */
  readonly written: string | undefined;
  readonly fault: string | undefined;
  readonly isFirst: boolean;
  /** Undefined takes it back. */
  readonly onWrite: (text: string | undefined) => void;
}

/** One property of several tags. */
export function BulkField({ field, common, written, fault, isFirst, onWrite }: BulkFieldProps): ReactNode {
  const id = useId();
  const { title, kind, words } = field;
  const shared = {
    id,
    className: 'field',
    'aria-invalid': fault !== undefined || undefined,
    'aria-describedby': fault === undefined ? undefined : `${id}-fault`,
    'data-touched': written !== undefined || undefined,
    'data-autofocus': isFirst || undefined,
  };
  const suggestions = suggestionsOf(field.id) ?? [];
  return (
    <>
      <label htmlFor={id}>{title}</label>
      <div className="bulk-edit-value">
        {kind === 'choice' && words ? (
          <select {...shared} value={written ?? common ?? MIXED} onChange={({ target }) => onWrite(target.value)}>
            {common === undefined ? (
              <option value={MIXED} disabled>
                {MIXED}
              </option>
            ) : null}
            {['', ...words.keys(), ...(common && !words.has(common) ? [common] : [])].map((word) => (
              <option key={word} value={word}>
                {word === '' ? '—' : word}
              </option>
            ))}
          </select>
        ) : (
          <input
            {...shared}
            type="text"
            list={suggestions.length > 0 ? `${id}-list` : undefined}
            spellCheck={false}
            autoComplete="off"
            maxLength={4_096}
            placeholder={written === undefined && common === undefined ? MIXED : written === '' ? 'emptied' : ''}
            value={written ?? common ?? ''}
            onChange={({ target }) => onWrite(target.value)}
          />
        )}
        {suggestions.length > 0 ? (
          <datalist id={`${id}-list`}>
            {suggestions.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </datalist>
        ) : null}
        {written === undefined ? null : (
          <button
            type="button"
            className="icon-button"
            aria-label={`Leave ${title} as it is`}
            title="Leave as it is"
            onClick={() => onWrite(undefined)}
          >
            <RotateCcw size={14} aria-hidden />
          </button>
        )}
      </div>
      {fault === undefined ? null : (
        <p id={`${id}-fault`} className="bulk-edit-fault" role="status">
          <span aria-hidden>! </span>
          {fault}
        </p>
      )}
    </>
  );
}

const MIXED = '(mixed)';
