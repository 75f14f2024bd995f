import { type ReactNode, useId, useState } from 'react';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { FormDialog } from '../../../ui/FormDialog.tsx';
import { IntegerInput } from '../../../ui/IntegerInput.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { slugOf } from '../../../ui/slug-of.ts';
import { useAddressStep } from '../EditMenu.tsx';
import { cellText } from '../edit/tag-fields.ts';
import { nameOf } from '../edit/tag-form.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { sessionChanged } from '../edit/tag-session.ts';
import { commonAsset, templateTags } from './tag-template.ts';
import { useTemplates } from './use-templates.ts';
import './templates.css';

interface SaveTemplateDialogProps {
  readonly device: string;
  /** The tags of one asset. */
  readonly rows: readonly TagRow[];
  readonly onClose: () => void;
}

/** Keeps tags in the project as those of one asset, to be made again for others. */
export function SaveTemplateDialog({ device, rows, onClose }: SaveTemplateDialogProps): ReactNode {
  const id = useId();
  const addressStep = useAddressStep(device);
  const { list = [] } = useTemplates();
  const [asset, setAsset] = useState(() => commonAsset(rows.map(({ form }) => nameOf(form))));
  const [name, setName] = useState(() => asset.replace(/[\s._-]*\d+$/, ''));
  const [step, setStep] = useState(0);
  const slug = slugOf(name);
  const known = list.find((entry) => entry.id === slug);
  const tags = templateTags(
    rows.map(({ form }) => form),
    asset,
  );
  const save = async (): Promise<void> => {
    if (slug === '')
      throw new NexusError('NX_REQUEST_INVALID', `“${name}” has no letter or digit. Give the template a name.`);
    await rpc().templates.save({ id: slug, name: name.trim(), step, tags, ...(known ? {} : { base: null }) });
    const count = `${formatInteger(tags.length)} ${tags.length === 1 ? 'tag' : 'tags'}`;
    const text = `${count} are kept as the template “${name.trim()}” in templates/${slug}.yaml.`;
    sessionChanged(device, { said: { tone: 'info', code: 'template.saved', text } });
    onClose();
  };
  return (
    <FormDialog
      title={`Save ${formatInteger(rows.length)} ${rows.length === 1 ? 'tag' : 'tags'} as a template`}
      action={known ? 'Replace it' : 'Save'}
      className="template-form"
      onSubmit={save}
      onClose={onClose}
    >
      <label htmlFor={`${id}-name`}>Template</label>
      <input
        id={`${id}-name`}
        className="field"
        data-autofocus
        maxLength={128}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <label htmlFor={`${id}-asset`}>Asset is called</label>
      <input
        id={`${id}-asset`}
        className="field"
        maxLength={128}
        aria-describedby={`${id}-note`}
        value={asset}
        onChange={({ target }) => setAsset(target.value)}
      />
      {addressStep === null ? null : (
        <>
          <label htmlFor={`${id}-step`}>Next asset is</label>
          <span className="template-step">
            <IntegerInput id={`${id}-step`} least={0} most={65_536} value={step} onChange={setStep} />
            {addressStep}
            {step === 1 ? '' : 's'} further on
          </span>
        </>
      )}
      <p id={`${id}-note`} className="quiet template-note">
        {known ? `There is a template “${known.name}” with ${formatInteger(known.tags)} tags; it is replaced. ` : ''}
        Wherever a text has what the asset is called, another asset has its own name.
      </p>
      <ul className="template-names" aria-label="Names in the template">
        {tags.slice(0, 8).map((form) => (
          <li key={JSON.stringify(form)}>{nameOf(form) || cellText(form, { path: 'address' })}</li>
        ))}
        {tags.length > 8 ? <li className="quiet">{formatInteger(tags.length - 8)} more</li> : null}
      </ul>
    </FormDialog>
  );
}
