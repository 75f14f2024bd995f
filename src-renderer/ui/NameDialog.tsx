import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { Dialog } from './Dialog.tsx';
import { Message } from './Message.tsx';
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
  const [fault, setFault] = useState<{ readonly code: string; readonly text: string }>();
  const slug = kept && kept.name === name ? kept.id : slugOf(name);
  const save = async (): Promise<void> => {
    if (slug === '')
      return setFault({
        code: 'NX_REQUEST_INVALID',
        text: `“${name}” has no letter or digit. Give the ${noun} a name.`,
      });
    try {
      await onSave(slug, name.trim());
      onClose();
    } catch (error) {
      const { code, text } = toNexusError(error);
      setFault({ code, text });
    }
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void save();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="name-dialog" onSubmit={onSubmit}>
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
        {fault ? <Message code={fault.code} text={fault.text} isAlert /> : null}
        <div className="name-dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** `Last shift, line 4` → `last-shift-line-4`. */
const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64);
