import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FormFault } from '../../../forms/check-form.ts';
import { Message } from '../../../ui/Message.tsx';
import { lineFault, type StateLine } from './state-lines.ts';

interface StateFieldsProps {
  /** Of the form. */
  readonly id: string;
  readonly lines: readonly StateLine[];
  readonly faults: readonly FormFault[];
  readonly onChange: (lines: readonly StateLine[]) => void;
}

/** The texts of numbers that stand for states. */
export function StateFields({ id, lines, faults, onChange }: StateFieldsProps): ReactNode {
  const told = faults.filter(({ path }) => path.split(/[.[]/, 1)[0] === 'enum');
  return (
    <fieldset className="form-group" id={`${id}-enum`}>
      <legend>States</legend>
      <p className="quiet form-help">What a number is called. Screens show the text, and a write may name it.</p>
      {lines.map((line, at) => {
        const fault = lineFault(line, lines.toSpliced(at, 1));
        const put = (change: Partial<StateLine>): void => onChange(lines.with(at, { ...line, ...change }));
        const said = `${id}-state-${at}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name than its place
          <div key={at} className="processing-state">
            <input
              className="field"
              id={`${said}-number`}
              aria-label={`Number of state ${at + 1}`}
              inputMode="numeric"
              autoComplete="off"
              value={line.number}
              aria-invalid={fault !== undefined}
              aria-describedby={said}
              onChange={({ target }) => put({ number: target.value })}
            />
            <input
              className="field"
              aria-label={`Text of state ${at + 1}`}
              maxLength={64}
              autoComplete="off"
              value={line.text}
              onChange={({ target }) => put({ text: target.value })}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove state ${at + 1}`}
              onClick={() => onChange(lines.toSpliced(at, 1))}
            >
              <Trash2 size={16} strokeWidth={1.5} aria-hidden />
            </button>
            <div id={said}>{fault === undefined ? null : <Message code="WRONG_TYPE" text={fault} />}</div>
          </div>
        );
      })}
      {told.map(({ path, code, text, severity }) => (
        <Message key={`${path} ${text}`} code={code} text={text} tone={severity} />
      ))}
      <button type="button" className="button" onClick={() => onChange([...lines, { number: next(lines), text: '' }])}>
        <Plus size={16} strokeWidth={1.5} aria-hidden />
        Add state
      </button>
    </fieldset>
  );
}

const next = (lines: readonly StateLine[]): string => {
  const numbers = lines.map(({ number }) => Number(number)).filter(Number.isInteger);
  return String(numbers.length === 0 ? 0 : Math.max(...numbers) + 1);
};
