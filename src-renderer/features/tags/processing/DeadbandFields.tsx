import type { ReactNode } from 'react';
import { unitSymbol } from '../../../../src-shared/domain/units.ts';
import { FieldLine } from '../../../forms/FieldLine.tsx';
import type { FormValue } from '../../../forms/form-field.ts';
import {
  DEADBAND_KINDS,
  type DeadbandKind,
  deadbandFields,
  deadbandSentence,
  withDeadbandKind,
} from './processing-form.ts';

interface DeadbandFieldsProps {
  /** Of the form. */
  readonly id: string;
  readonly form: FormValue;
  readonly unit: string | undefined;
  /** As it was chosen: nothing need be written of it yet. */
  readonly kind: DeadbandKind;
  readonly onChange: (form: FormValue, kind: DeadbandKind) => void;
}

const TITLES = { none: 'Every reading', band: 'Deadband', door: 'Swinging door' } as const;
/** Which readings are worth a point. */
export function DeadbandFields({ id, form, kind, unit, onChange }: DeadbandFieldsProps): ReactNode {
  return (
    <fieldset className="form-group">
      <legend>Points</legend>
      <div className="form-line">
        <span className="form-label" id={`${id}-deadband-kind`}>
          A point for
        </span>
        <div className="form-radios" role="radiogroup" aria-labelledby={`${id}-deadband-kind`}>
          {DEADBAND_KINDS.map((one) => (
            <label key={one} className="form-radio">
              <input
                className="form-box"
                type="radio"
                name={`${id}-deadband-kind`}
                checked={kind === one}
                onChange={() => onChange(withDeadbandKind(form, one), one)}
              />
              {TITLES[one]}
            </label>
          ))}
        </div>
      </div>
      {deadbandFields(kind).map((field) => (
        <FieldLine key={field.path} field={field} />
      ))}
      <p className="processing-line">{deadbandSentence(form, kind, unit === undefined ? '' : unitSymbol(unit))}</p>
    </fieldset>
  );
}
