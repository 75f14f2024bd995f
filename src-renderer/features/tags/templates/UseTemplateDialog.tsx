import { type ReactNode, useEffect, useId, useState } from 'react';
import type { TagTemplate } from '../../../../src-shared/contract/templates.ts';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { FormDialog } from '../../../ui/FormDialog.tsx';
import { IntegerInput } from '../../../ui/IntegerInput.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { useAddressStep } from '../EditMenu.tsx';
import { cellText } from '../edit/tag-fields.ts';
import { nameOf, type TagForm } from '../edit/tag-form.ts';
import { tagsBrought } from '../edit/take-intent.ts';
import { type AssetPlan, MOST_ASSETS, tagsOfAssets } from './make-assets.ts';
import { assetPattern } from './tag-template.ts';
import { useTemplates } from './use-templates.ts';
import './templates.css';

interface UseTemplateDialogProps {
  readonly device: string;
  /** Of the tags that the device has, or is to have. */
  readonly addresses: ReadonlySet<string>;
  readonly onClose: () => void;
}

/** As many assets are shown before they are made. */
const SHOWN = 2;
const ROWS = 12;

/** Makes the tags of assets from a template of the project: they become new rows, as one step. */
export function UseTemplateDialog({ device, addresses, onClose }: UseTemplateDialogProps): ReactNode {
  const id = useId();
  const { list, fault } = useTemplates();
  const usable = (list ?? []).filter((entry) => entry.fault === null);
  const [chosen, setChosen] = useState<string>();
  const template = useTemplate(chosen ?? usable[0]?.id);
  const [plan, setPlan] = useState<AssetPlan>({ pattern: 'Asset {n}', from: 1, count: 1, first: 0, step: 0 });
  const [asked, setAsked] = useState<string>();
  // What a template suggests, until somebody changes it.
  if (template && asked !== template.id) {
    setAsked(template.id);
    // Where the asset that it was made of is on this device, the next one is meant.
    const isHere = template.tags.some((tag) => addresses.has(addressOf(tag)));
    const { pattern } = assetPattern(template.name);
    setPlan({ ...plan, pattern, from: isHere ? 2 : 1, first: isHere ? template.step : 0, step: template.step });
  }
  const addressStep = useAddressStep(device);
  const preview = useAssets(device, template?.tags, plan);
  const use = async (): Promise<void> => {
    if (!template) return;
    tagsBrought(device, await tagsOfAssets(device, template.tags, plan));
    onClose();
  };
  const count = (template?.tags.length ?? 0) * plan.count;
  const number = (key: 'from' | 'count' | 'first' | 'step', label: string, least: number, most: number): ReactNode => (
    <>
      <label htmlFor={`${id}-${key}`}>{label}</label>
      <IntegerInput
        id={`${id}-${key}`}
        least={least}
        most={most}
        value={plan[key]}
        onChange={(value) => setPlan({ ...plan, [key]: value })}
      />
    </>
  );
  return (
    <FormDialog
      title="Add tags from a template"
      action={count > 0 ? `Add ${formatInteger(count)} tags` : 'Add'}
      className="template-form"
      whyNot={template ? undefined : 'Choose a template first.'}
      fault={fault ?? preview.fault}
      onSubmit={use}
      onClose={onClose}
    >
      {list && usable.length === 0 ? (
        <p className="quiet template-note">
          This project has no template yet. Select the tags of one asset, then Edit ▾ › Save as template.
        </p>
      ) : null}
      <label htmlFor={`${id}-template`}>Template</label>
      <select
        id={`${id}-template`}
        className="field"
        data-autofocus
        value={template?.id ?? ''}
        onChange={({ target }) => setChosen(target.value)}
      >
        {usable.map((entry) => (
          <option key={entry.id} value={entry.id}>
            {entry.name} · {formatInteger(entry.tags)} {entry.tags === 1 ? 'tag' : 'tags'}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-pattern`}>Assets are called</label>
      <input
        id={`${id}-pattern`}
        className="field"
        maxLength={128}
        value={plan.pattern}
        onChange={({ target }) => setPlan({ ...plan, pattern: target.value })}
      />
      {number('count', 'How many', 1, MOST_ASSETS)}
      {number('from', 'First number', 0, 1_000_000)}
      {addressStep === null ? null : (
        <>
          {number('first', `First is shifted by (${addressStep}s)`, -65_536, 65_536)}
          {number('step', `Each next one by (${addressStep}s)`, 0, 65_536)}
        </>
      )}
      <ul className="template-names" aria-label="Tags that would be made">
        {preview.forms.slice(0, ROWS).map((form) => (
          <li key={`${nameOf(form)} ${addressOf(form)}`}>
            {nameOf(form)} <span className="mono quiet">{addressOf(form)}</span>
          </li>
        ))}
        {count > preview.forms.slice(0, ROWS).length ? (
          <li className="quiet">{formatInteger(count - preview.forms.slice(0, ROWS).length)} more</li>
        ) : null}
      </ul>
    </FormDialog>
  );
}

const addressOf = (form: TagForm): string => cellText(form, { path: 'address' });

function useTemplate(id: string | undefined): TagTemplate | undefined {
  const [template, setTemplate] = useState<TagTemplate>();
  useEffect(() => {
    if (id === undefined) return;
    rpc()
      .templates.get({ id })
      .then(setTemplate, () => setTemplate(undefined));
  }, [id]);
  return template?.id === id ? template : undefined;
}

interface Assets {
  readonly forms: readonly TagForm[];
  readonly fault?: { readonly code: string; readonly text: string };
}

/** The tags of the first assets, as they would be made. */
function useAssets(device: string, tags: readonly TagForm[] | undefined, plan: AssetPlan): Assets {
  const [assets, setAssets] = useState<Assets>({ forms: [] });
  useEffect(() => {
    if (!tags) return undefined;
    let isOld = false;
    const tell = (found: Assets): void => void (isOld || setAssets(found));
    tagsOfAssets(device, tags, plan, SHOWN).then(
      (forms) => tell({ forms }),
      (error: unknown) => {
        const { code, text } = toNexusError(error);
        tell({ forms: [], fault: { code, text } });
      },
    );
    return () => {
      isOld = true;
    };
  }, [device, tags, plan]);
  return assets;
}
