import { type ReactNode, useId, useState } from 'react';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { FormDialog } from './FormDialog.tsx';
import { slugOf } from './slug-of.ts';
import './name-dialog.css';

interface NameDialogProps {
  readonly title: string;
  /** `query`, for texts. */
  readonly noun: string;
  /** Of the project, where the file will stand. */
  readonly folder: string;
  /** What it has now, where it was kept before. */
  readonly kept?: { readonly id: string; readonly name: string } | undefined;
  readonly suggested?: string;
  /** @throws NexusError as the gateway says. */
  readonly onSave: (id: string, name: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks by which name something is kept in the project, and says in which file that will be. */
export function NameDialog({ title, noun, folder, kept, suggested, onSave, onClose }: NameDialogProps): ReactNode {
  const id = useId();
  const [name, setName] = useState(kept?.name ?? suggested ?? '');
  const slug = kept && kept.name === name ? kept.id : slugOf(name);
  const save = async (): Promise<void> => {
    if (slug === '')
      throw new NexusError('NX_REQUEST_INVALID', `“${name}” has no letter or digit. Give the ${noun} a name.`);
    await onSave(slug, name.trim());
    onClose();
  };
  return (
    <FormDialog title={title} action="Save" className="name-dialog" onSubmit={save} onClose={onClose}>
      <label htmlFor={id}>Name</label>
      <input
        id={id}
        className="field"
        type="text"
        data-autofocus
        maxLength={128}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <p className="quiet">
        {slug === ''
          ? 'It is kept in the project as a file of its own.'
          : `It is kept as ${folder}/${slug}.yaml in the project.`}
      </p>
    </FormDialog>
  );
}
