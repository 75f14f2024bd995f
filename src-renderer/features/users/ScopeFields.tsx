import { type ReactNode, useId } from 'react';
import { PLACES, type Place, type ScopeText } from '../../state/scope-words.ts';

const TITLES: Readonly<Record<Place, string>> = { site: 'Sites', area: 'Areas', line: 'Lines', device: 'Devices' };

interface ScopeFieldsProps {
  readonly value: ScopeText;
  readonly onChange: (value: ScopeText) => void;
  readonly isDisabled: boolean;
}

/** Where an account may do what its roles allow. */
export function ScopeFields({ value, onChange, isDisabled }: ScopeFieldsProps): ReactNode {
  const id = useId();
  return (
    <fieldset className="user-fields">
      <legend>Places</legend>
      <p className="quiet">
        Empty means everywhere. Several with commas between; * stands for any letters, as in boiler-*.
      </p>
      {PLACES.map((place) => (
        <div key={place} className="user-line">
          <label htmlFor={`${id}-${place}`}>{TITLES[place]}</label>
          <input
            id={`${id}-${place}`}
            className="field mono"
            type="text"
            spellCheck={false}
            maxLength={1_024}
            placeholder="everywhere"
            readOnly={isDisabled}
            value={value[place]}
            onChange={({ target }) => onChange({ ...value, [place]: target.value })}
          />
        </div>
      ))}
    </fieldset>
  );
}
