import type { ReactNode } from 'react';
import type { AnswerColumn } from './answer-columns.ts';

interface ColumnChoiceProps {
  readonly label: string;
  readonly columns: readonly AnswerColumn[];
  readonly value: string;
  readonly onChange: (key: string) => void;
}

/** Chooses one column of an answer. */
export function ColumnChoice({ label, columns, value, onChange }: ColumnChoiceProps): ReactNode {
  return (
    <label className="historian-choice">
      <span className="quiet">{label}</span>
      <select className="select" value={value} onChange={(event) => onChange(event.target.value)}>
        {columns.map((column) => (
          <option key={column.key} value={column.key}>
            {column.label}
          </option>
        ))}
      </select>
    </label>
  );
}
