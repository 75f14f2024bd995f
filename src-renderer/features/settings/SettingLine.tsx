import { type ReactNode, useMemo } from 'react';
import { FieldLine } from '../../forms/FieldLine.tsx';
import { FieldList } from '../../forms/FieldList.tsx';
import { FormFields } from '../../forms/FormFields.tsx';
import { FormContext, useForm } from '../../forms/form-context.ts';
import { same, valueAt, withValue } from '../../forms/form-value.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import type { Setting } from './setting-sections.ts';

/** What the environment says in the place of a setting. */
export interface SettingOverride {
  readonly by: string;
  readonly value: unknown;
}

interface SettingLineProps {
  readonly setting: Setting;
  readonly override?: SettingOverride | undefined;
  /** Differs from what the gateway has, and is not applied. */
  readonly isEdited?: boolean;
}

/** A setting as a field of a form, with its path, whether it was changed from its default, and the way back. */
export function SettingLine({ setting, override, isEdited = false }: SettingLineProps): ReactNode {
  const place = useForm();
  const { field } = setting;
  const { form, access, onChange } = place;
  const value = valueAt(form, field.path);
  const isModified = value !== undefined && !field.isRequired && !same(value, field.fallback);
  const own = useMemo(() => {
    const shown = override ? withValue(form, field.path, override.value) : form;
    const note = (
      <p className="setting-facts">
        <code className="setting-path">{field.path}</code>
        {isEdited ? <Mark text="Edited, not applied" /> : isModified ? <Mark text="Modified" /> : null}
        {setting.needsRestart ? <span className="quiet">Takes effect at the next start</span> : null}
        {defaultText(field) === '' ? null : <span className="quiet">Default: {defaultText(field)}</span>}
        {isModified && !override && access === 'edit' ? (
          <button
            type="button"
            className="link-button"
            aria-label={`Reset ${field.title}`}
            onClick={() => onChange(field.path, undefined)}
          >
            Reset
          </button>
        ) : null}
        {override ? <span className="setting-override">Set by {override.by}</span> : null}
        {place.notes?.[field.path]}
      </p>
    );
    return {
      ...place,
      form: shown,
      access: override ? ('read' as const) : access,
      notes: { [field.path]: note },
    };
  }, [place, form, access, onChange, field, setting, override, isModified, isEdited]);
  return (
    <FormContext value={own}>
      <div className="setting" data-edited={isEdited || undefined}>
        {field.kind === 'list' ? (
          <FieldList field={field}>{(item) => <FormFields fields={item} />}</FieldList>
        ) : (
          <FieldLine field={field} />
        )}
      </div>
    </FormContext>
  );
}

function Mark({ text }: { readonly text: string }): ReactNode {
  return (
    <span className="setting-mark">
      <Glyph name="half" />
      {text}
    </span>
  );
}

/** Of a choice the field says it. */
function defaultText({ kind, fallback }: Setting['field']): string {
  if (fallback === undefined || typeof fallback === 'object' || kind === 'choice') return '';
  return kind === 'switch' ? (fallback === true ? 'on' : 'off') : String(fallback as string | number | boolean);
}
