import { type ReactNode, useId } from 'react';
import type { FormFault } from '../../forms/check-form.ts';
import { FormFields } from '../../forms/FormFields.tsx';
import { Message } from '../../ui/Message.tsx';
import type { FormSection } from './device-form.ts';

interface SectionFieldsProps {
  readonly section: FormSection;
  readonly faults: readonly FormFault[];
  /** Below the fields. */
  readonly children?: ReactNode;
}

/** A part of the form under its heading, with what is to be said of it as a whole. */
export function SectionFields({ section: { title, path, fields }, faults, children }: SectionFieldsProps): ReactNode {
  const id = useId();
  const own = path === '' ? [] : faults.filter((fault) => fault.path === path);
  return (
    <section className="device-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {own.map((fault) => (
        <Message
          key={fault.text}
          code={fault.code}
          text={fault.severity === 'warning' ? `◐ ${fault.text}` : fault.text}
          tone={fault.severity}
        />
      ))}
      <FormFields fields={fields} />
      {children}
    </section>
  );
}
