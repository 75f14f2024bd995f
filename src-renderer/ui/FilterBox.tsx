import { Search, X } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import './filter-box.css';

interface FilterBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A text box that narrows a list as one types. Esc empties it. */
export function FilterBox({ label, value, onChange, ref }: FilterBoxProps): ReactNode {
  return (
    <div className="filter-box">
      <Search className="filter-box-icon" size={14} aria-hidden />
      <input
        ref={ref}
        className="field"
        type="text"
        data-find=""
        aria-label={label}
        placeholder={label}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          onChange('');
        }}
      />
      {value === '' ? null : (
        <button type="button" className="filter-box-clear" aria-label="Clear filter (Esc)" onClick={() => onChange('')}>
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
