import type { ReactNode } from 'react';
import { formatInteger } from '../../../ui/number-format.ts';
import type { TagField } from '../edit/tag-fields.ts';

interface FindColumnsProps {
  /** Those that are shown. */
  readonly fields: readonly TagField[];
  /** Ids; null: all of them. */
  readonly chosen: readonly string[] | null;
  readonly onChoose: (chosen: readonly string[] | null) => void;
}

/** Which columns are looked through. */
export function FindColumns({ fields, chosen, onChoose }: FindColumnsProps): ReactNode {
  const isOn = (id: string): boolean => chosen === null || chosen.includes(id);
  const toggle = (id: string): void => {
    const next = fields.map((field) => field.id).filter((one) => isOn(one) !== (one === id));
    onChoose(next.length === fields.length ? null : next);
  };
  const count = fields.filter(({ id }) => isOn(id)).length;
  const [first] = fields.filter(({ id }) => isOn(id));
  const said = chosen === null ? 'all columns' : count === 1 ? (first?.title ?? '') : `${formatInteger(count)} columns`;
  return (
    <details className="find-columns">
      <summary>In {said}</summary>
      <div className="find-columns-list">
        <div className="find-columns-all">
          <button type="button" className="link-button" onClick={() => onChoose(null)}>
            All
          </button>
          <button type="button" className="link-button" onClick={() => onChoose([])}>
            None
          </button>
        </div>
        {fields.map(({ id, title }) => (
          <label key={id} className="find-bar-check">
            <input type="checkbox" checked={isOn(id)} onChange={() => toggle(id)} />
            {title}
          </label>
        ))}
      </div>
    </details>
  );
}
