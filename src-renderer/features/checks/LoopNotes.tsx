import { type ReactNode, useId } from 'react';
import type { CheckDetails, CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { NoteField } from './NoteField.tsx';
import { Photos } from './Photos.tsx';
import type { LoopActions } from './use-loop-actions.ts';

interface LoopNotesProps {
  readonly loop: CheckLoopView;
  readonly actions: LoopActions;
  readonly mayEdit: boolean;
}

const FIELDS: readonly {
  readonly field: Exclude<keyof CheckDetails, 'kind'>;
  readonly label: string;
  readonly most: number;
}[] = [
  { field: 'method', label: 'Method', most: 64 },
  { field: 'testKit', label: 'Test kit', most: 128 },
  { field: 'asFound', label: 'As found', most: 256 },
  { field: 'asLeft', label: 'As left', most: 256 },
  { field: 'note', label: 'Note', most: 2_000 },
];
const METHODS = ['Inject mA', 'Apply pressure', 'Dry block', 'Decade box', 'Switch at the field', 'Simulate'];

/** What a person notes beside the values: kept as soon as a field is left. */
export function LoopNotes({ loop, actions, mayEdit }: LoopNotesProps): ReactNode {
  const id = useId();
  return (
    <fieldset className="loop-notes">
      <legend className="visually-hidden">Notes of {loop.name}</legend>
      <label htmlFor={`${id}-kind`}>Type</label>
      <select
        id={`${id}-kind`}
        className="select"
        disabled={!mayEdit}
        value={loop.details.kind ?? ''}
        onChange={(event) => void actions.note({ kind: event.target.value as CheckDetails['kind'] })}
      >
        <option value="">Not said</option>
        <option value="hot">Hot loop</option>
        <option value="cold">Cold loop</option>
      </select>
      {FIELDS.map(({ field, label, most }) => (
        <NoteField
          key={field}
          label={label}
          most={most}
          value={loop.details[field]}
          isReadOnly={!mayEdit}
          list={field === 'method' ? id : undefined}
          onDone={(text) => void actions.note({ [field]: text })}
        />
      ))}
      <datalist id={id}>
        {METHODS.map((method) => (
          <option key={method} value={method} />
        ))}
      </datalist>
      <Photos loop={loop} mayAdd={mayEdit} onAdd={(file) => void actions.addPhoto(file)} />
    </fieldset>
  );
}
