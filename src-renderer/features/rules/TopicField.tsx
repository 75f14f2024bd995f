import { type ReactNode, useMemo } from 'react';
import type { FormFault } from '../../forms/check-form.ts';
import { FieldLine } from '../../forms/FieldLine.tsx';
import { FormContext, type FormPlace } from '../../forms/form-context.ts';
import type { FormValue, TextField } from '../../forms/form-field.ts';
import { withValue } from '../../forms/form-value.ts';
import { useDevices } from '../../state/devices.ts';

const TOPIC: TextField = {
  kind: 'text',
  path: 'topic',
  title: 'Topic',
  description: '+ stands for one level, # for all that follow.',
  isRequired: true,
  isAdvanced: false,
  fallback: undefined,
  examples: ['acme/plant1/#'],
  unit: '',
  faultCode: 'TOPIC_SYNTAX',
  hint: '',
  maxLength: 512,
  isSecret: false,
};

interface TopicFieldProps {
  readonly id: string;
  readonly form: FormValue;
  readonly faults: readonly FormFault[];
  readonly onChange: (form: FormValue) => void;
}

/** The topics that a rule is for. Those of the devices are offered. */
export function TopicField({ id, form, faults, onChange }: TopicFieldProps): ReactNode {
  const devices = useDevices(({ list }) => list);
  const place = useMemo<FormPlace>(
    () => ({
      id,
      form,
      faults,
      access: 'edit',
      onChange: (path, value) => onChange(withValue(form, path, value)),
      onLeave: () => undefined,
      suggestions: {
        topic: devices.map(({ unsPrefix, name }) => ({ value: `${unsPrefix}/#`, text: `All tags of ${name}` })),
      },
    }),
    [id, form, faults, onChange, devices],
  );
  return (
    <FormContext value={place}>
      <FieldLine field={TOPIC} />
    </FormContext>
  );
}
