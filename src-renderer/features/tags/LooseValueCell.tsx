import { createContext, type ReactNode } from 'react';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatDecimals, formatSignificant, spanDecimals } from '../../ui/number-format.ts';
import { cellText } from './edit/tag-fields.ts';
import type { TagForm } from './edit/tag-form.ts';
import { useLooseLive, useLooseValue } from './loose-values.ts';
import './live-cells.css';

/** The device whose tags a table shows; empty where they cannot be read before they are applied. */
export const LooseDevice = createContext('');

interface LooseValueProps {
  readonly device: string;
  /** As it is to be read. */
  readonly form: TagForm;
  /** Says so where values of tags that are applied stand beside it. */
  readonly mark?: 'preview';
}

/** What a tag reads now that is not applied yet, so that it is seen before (ux 3.3). */
export function LooseValueCell({ device, form, mark }: LooseValueProps): ReactNode {
  const isOn = useLooseLive((state) => state.isOn) && device !== '' && cellText(form, { path: 'address' }) !== '';
  const value = useLooseValue(device, form, isOn);
  const label = mark ? <span className="loose-value-mark">preview</span> : null;
  if (!isOn) return <span className="quiet">after Apply</span>;
  if (!value) return <span className="quiet">…</span>;
  if (value.fault !== null)
    return (
      <span className="loose-value" data-state="bad" title={value.fault}>
        <Glyph name="bad" title={value.fault} />
        {label}
        <span className="quiet">no value</span>
      </span>
    );
  return (
    <span className="loose-value" title="Read once a second; it is not applied, stored or published yet.">
      {label}
      <span>{typeof value.value === 'number' ? shown(value.value, form) : (value.value ?? '—')}</span>
    </span>
  );
}

function shown(value: number, form: TagForm): string {
  const [low, high] = [form['eu_low'], form['eu_high']];
  const decimals = typeof low === 'number' && typeof high === 'number' ? spanDecimals(low, high) : undefined;
  // What was read at a wrong address may be any number.
  return decimals === undefined || Math.abs(value) >= 1e7 ? formatSignificant(value) : formatDecimals(value, decimals);
}
