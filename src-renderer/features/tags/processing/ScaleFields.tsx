import type { ReactNode } from 'react';
import { FieldLine } from '../../../forms/FieldLine.tsx';
import type { FormValue } from '../../../forms/form-field.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { fieldsOf, scaleOf } from './processing-form.ts';
import { ScalePreview } from './ScalePreview.tsx';
import { conversionLine } from './scale-preview.ts';

const SCALE = fieldsOf('scaling', 'raw_low', 'raw_high', 'eu_low', 'eu_high', 'scale', 'offset');
const UNIT = fieldsOf('unit_from', 'unit').map((field) => ({
  ...field,
  description:
    field.path === 'unit'
      ? 'UCUM code or symbol; type a name to find it.'
      : 'Where it differs: converted into the unit below.',
}));
const CLAMP = fieldsOf('clamp_low', 'clamp_high');

interface ScaleFieldsProps {
  readonly row: TagRow;
  readonly draft: FormValue;
}

/** How a number of the device becomes a value: range, scale, unit and clamp, with what that makes of the value of now. */
export function ScaleFields({ row, draft }: ScaleFieldsProps): ReactNode {
  const line = conversionLine(scaleOf(draft));
  return (
    <>
      <fieldset className="form-group processing-scale">
        <legend>Scale</legend>
        <div>
          {SCALE.map((field) => (
            <FieldLine key={field.path} field={field} />
          ))}
        </div>
        <ScalePreview row={row} draft={draft} />
      </fieldset>
      <fieldset className="form-group">
        <legend>Unit</legend>
        {UNIT.map((field) => (
          <FieldLine key={field.path} field={field} />
        ))}
        {line === undefined ? null : <p className="processing-line">{line}</p>}
      </fieldset>
      <fieldset className="form-group">
        <legend>Clamp</legend>
        <p className="quiet form-help">A value beyond a limit is held there, with the status GoodClamped.</p>
        {CLAMP.map((field) => (
          <FieldLine key={field.path} field={field} />
        ))}
      </fieldset>
    </>
  );
}
