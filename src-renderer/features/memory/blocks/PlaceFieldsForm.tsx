import { type ReactNode, useId, useState } from 'react';
import type { PlaceFields, PlaceTypeView, PlaceView } from '../../../../src-shared/contract/places.ts';

interface PlaceFieldsFormProps {
  /** The address that was understood last. */
  readonly place: PlaceView | null;
  readonly types: readonly PlaceTypeView[];
  readonly areas: readonly string[];
  readonly onChange: (fields: PlaceFields) => void;
}

const FIRST: PlaceFields = { area: '', start: 0, bit: null, type: 'BYTE', length: null };
/** Of a text whose length nobody said. */
const USUAL_LENGTH = 20;

/** Area, type, byte and what else a place has; each change makes another address. */
export function PlaceFieldsForm({ place, types, areas, onChange }: PlaceFieldsFormProps): ReactNode {
  const id = useId();
  // What is put in stands until another address was understood: of it, or one that was typed.
  const [draft, setDraft] = useState<{ readonly fields: PlaceFields; readonly over: PlaceView | null }>();
  const isDrafted = draft !== undefined && draft.over === place;
  const fields = isDrafted ? draft.fields : (place ?? { ...FIRST, area: areas[0] ?? '' });
  const type = types.find(({ word }) => word === fields.type);
  const fitting = types.filter((one) => (one.areas ? one.areas.includes(fields.area) : true));
  const put = (change: Partial<PlaceFields>): void => {
    const next = { ...fields, ...change };
    const kind = types.find(({ word }) => word === next.type);
    const whole: PlaceFields = {
      ...{ area: next.area, start: next.start, type: next.type },
      bit: kind?.isBit ? (next.bit ?? 0) : null,
      length: kind?.hasLength ? (next.length ?? USUAL_LENGTH) : null,
    };
    setDraft({ fields: whole, over: place });
    if (whole.area !== '') onChange(whole);
  };
  const number = (key: 'start' | 'bit' | 'length', title: string): ReactNode => (
    <label>
      {title}{' '}
      <input
        className="field mono"
        size={5}
        inputMode="numeric"
        value={fields[key] ?? ''}
        onChange={({ target }) => {
          if (/^\d{1,5}$/.test(target.value)) put({ [key]: Number(target.value) });
        }}
      />
    </label>
  );
  return (
    <div className="place-fields">
      <label>
        Area{' '}
        <input
          className="field mono"
          size={7}
          list={`${id}-areas`}
          value={fields.area}
          onChange={({ target }) => put({ area: target.value.trim().toUpperCase() })}
        />
        <datalist id={`${id}-areas`}>
          {areas.map((area) => (
            <option key={area} value={area} />
          ))}
        </datalist>
      </label>
      <label>
        Type{' '}
        <select className="select" value={fields.type} onChange={({ target }) => put({ type: target.value })}>
          {fitting.map(({ word }) => (
            <option key={word}>{word}</option>
          ))}
        </select>
      </label>
      {number('start', 'Byte')}
      {type?.isBit ? number('bit', 'Bit') : null}
      {type?.hasLength ? number('length', 'Length') : null}
    </div>
  );
}
