import { type FormEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { readTagLabels, useTagLabels } from '../../state/tag-labels.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { refOf } from './catalogue-menu.ts';
import { type ListedTag, useCatalogue } from './catalogue-store.ts';

type Field = 'description' | 'classification' | 'owner';
type Typed = Readonly<Partial<Record<Field, string>>>;

const FIELDS: readonly (readonly [Field, string])[] = [
  ['description', 'Description'],
  ['classification', 'Classification'],
  ['owner', 'Owner'],
];

interface DescribeDialogProps {
  /** Of the project, at least one. */
  readonly tags: readonly ListedTag[];
  readonly onClose: () => void;
}

/** What tags mean and who answers for them; only fields that were typed into are changed. */
export function DescribeDialog({ tags, onClose }: DescribeDialogProps): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState<Typed>({});
  const [fault, setFault] = useState<{ readonly code: string; readonly text: string }>();
  const labels = useTagLabels();
  const revision = useCatalogue((state) => state.revision);
  useEffect(() => void readTagLabels(), []);
  const title = tags.length === 1 ? `Describe ${tags[0]!.row.name}` : `Describe ${formatInteger(tags.length)} tags`;
  const apply = async (): Promise<void> => {
    const patch = Object.fromEntries(Object.entries(typed).map(([field, text]) => [field, text.trim() || null]));
    try {
      await rpc().catalogue.describe({ tags: tags.map(refOf), patch, base: revision, comment: title });
      onClose();
    } catch (error) {
      const { code, text } = toNexusError(error);
      setFault({ code, text });
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void apply();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="describe-dialog" onSubmit={submit}>
        {FIELDS.map(([field, word], index) => (
          <FieldLine
            key={field}
            id={`${id}-${field}`}
            word={word}
            isFirst={index === 0}
            common={commonText(tags, field)}
            typed={typed[field]}
            options={field === 'description' ? [] : labels[field === 'owner' ? 'owners' : 'classifications']}
            onType={(text) => setTyped((before) => ({ ...before, [field]: text }))}
          />
        ))}
        <p className="quiet describe-note">Applied at once as one revision. Nothing that is read changes by it.</p>
        {fault ? <Message code={fault.code} text={fault.text} isAlert /> : null}
        <div className="describe-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={Object.keys(typed).length === 0}>
            Apply
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface FieldLineProps {
  readonly id: string;
  readonly word: string;
  readonly isFirst: boolean;
  /** What all of the tags have; undefined where they differ. */
  readonly common: string | undefined;
  readonly typed: string | undefined;
  readonly options: readonly string[];
  readonly onType: (text: string) => void;
}

function FieldLine({ id, word, isFirst, common, typed, options, onType }: FieldLineProps): ReactNode {
  return (
    <>
      <label htmlFor={id}>{word}</label>
      <input
        id={id}
        className="field"
        list={options.length > 0 ? `${id}-used` : undefined}
        value={typed ?? common ?? ''}
        placeholder={common === undefined && typed === undefined ? '(mixed)' : undefined}
        data-autofocus={isFirst || undefined}
        onChange={(event) => onType(event.target.value)}
      />
      {options.length > 0 ? (
        <datalist id={`${id}-used`}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}

function commonText(tags: readonly ListedTag[], field: Field): string | undefined {
  const texts = new Set(tags.map(({ row }) => row[field]));
  return texts.size === 1 ? [...texts][0] : undefined;
}
