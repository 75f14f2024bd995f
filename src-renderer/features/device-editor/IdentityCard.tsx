import { IdCard } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TestStep } from '../../../src-shared/contract/drivers.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { useMay } from '../../state/roles.ts';
import { stepTo } from './device-edit.ts';
import { changeEdit, useDeviceEdits } from './device-edits.ts';

const TITLES = [
  ['make', 'Make'],
  ['model', 'Model'],
  ['serial', 'Serial number'],
  ['firmware', 'Firmware'],
  ['limits', 'Limits'],
] as const;

interface IdentityCardProps {
  readonly tab: string;
  readonly steps: readonly TestStep[];
}

/** Who the device said it is, and whether the form keeps it. */
export function IdentityCard({ tab, steps }: IdentityCardProps): ReactNode {
  const mayEdit = useMay('configure');
  const state = useDeviceEdits(({ byTab }) => byTab[tab]);
  const identity = steps.find((step) => step.identity)?.identity;
  if (!identity || state?.kind !== 'editing' || Object.keys(identity).length === 0) return null;
  const kept = (state.edit.form['asset'] as FormValue | undefined) ?? {};
  const isKept = TITLES.every(([key]) => identity[key] === undefined || kept[key] === identity[key]);
  const keep = (): void =>
    changeEdit(tab, (edit) => {
      const asset = edit.form['asset'] as FormValue | undefined;
      return stepTo(edit, { ...edit.form, asset: { ...asset, ...identity } });
    });
  return (
    <section className="identity-card" aria-label="Identity">
      <h3>
        <IdCard size={16} strokeWidth={1.5} aria-hidden /> Identity
      </h3>
      <dl>
        {TITLES.map(([key, title]) =>
          identity[key] === undefined ? null : (
            <div key={key}>
              <dt>{title}</dt>
              <dd>{identity[key]}</dd>
            </div>
          ),
        )}
      </dl>
      {isKept ? (
        <p className="quiet">It is saved with the device.</p>
      ) : (
        <button type="button" className="button" disabled={!mayEdit} onClick={keep}>
          Keep with the device
        </button>
      )}
    </section>
  );
}
