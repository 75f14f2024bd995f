import type { ReactNode } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { type ValueChoice, valueChoices } from './typed-value.ts';

interface ValueFieldProps {
  readonly id: string;
  readonly tag: TagView;
  /** As typed; for a choice, the text of its value. */
  readonly text: string;
  readonly fault: string | null;
  readonly onChange: (text: string) => void;
}

/** Where the new value is put in: a switch of two, a list of states, or a box. */
export function ValueField(props: ValueFieldProps): ReactNode {
  const choices = valueChoices(props.tag);
  if (choices && props.tag.dataType === 'bool') {
    return (
      <fieldset className="write-switch">
        <legend className="write-label">New value</legend>
        {choices.map(({ value, label }, at) => (
          <label key={label} className="write-switch-side">
            <input
              type="radio"
              name={props.id}
              value={String(value)}
              data-autofocus={(props.text === '' ? at === 0 : props.text === String(value)) || undefined}
              checked={props.text === String(value)}
              onChange={() => props.onChange(String(value))}
            />
            {label}
          </label>
        ))}
      </fieldset>
    );
  }
  return (
    <>
      <label className="write-label" htmlFor={props.id}>
        New value
      </label>
      {choices ? <StateChoice {...props} choices={choices} /> : <ValueBox {...props} />}
    </>
  );
}

interface StateChoiceProps extends ValueFieldProps {
  readonly choices: readonly ValueChoice[];
}

function StateChoice({ id, text, choices, onChange }: StateChoiceProps): ReactNode {
  return (
    <select id={id} className="select" data-autofocus value={text} onChange={(event) => onChange(event.target.value)}>
      <option value="" disabled>
        Choose a state
      </option>
      {choices.map(({ value, label }) => (
        <option key={String(value)} value={String(value)}>
          {label} ({String(value)})
        </option>
      ))}
    </select>
  );
}

function ValueBox({ id, tag, text, fault, onChange }: ValueFieldProps): ReactNode {
  return (
    <span className="write-box">
      <input
        id={id}
        className="field"
        type="text"
        inputMode={tag.dataType === 'string' ? 'text' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : `${id}-fault`}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      {tag.unit === '' ? null : <span className="quiet">{tag.unit}</span>}
    </span>
  );
}
