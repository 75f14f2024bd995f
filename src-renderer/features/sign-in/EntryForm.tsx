import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { Message } from '../../ui/Message.tsx';

interface EntryFormProps {
  readonly title: string;
  /** `section`: beside other things, and not the whole page. */
  readonly level?: 'page' | 'section';
  readonly action: string;
  /** Asked as the form is sent: what is missing, and in which line. */
  readonly whyNot: () => { readonly line: string; readonly text: string } | undefined;
  readonly onSubmit: () => Promise<void>;
  readonly onRefused?: () => void;
  /** Below the title. */
  readonly note?: ReactNode;
  /** Beside the button. */
  readonly more?: ReactNode;
  readonly children: ReactNode;
}

/** A form that is the whole of what there is to do; what was refused stands above its button. */
export function EntryForm(props: EntryFormProps): ReactNode {
  const { title, level = 'page', action, whyNot, onSubmit, onRefused, note, more, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const [fault, setFault] = useState<{ readonly code: string; readonly text: string }>();
  const [isBusy, setBusy] = useState(false);
  const refuse = (code: string, text: string, line: string): void => {
    setFault({ code, text });
    form.current?.querySelector<HTMLElement>(`[name="${line}"]`)?.focus();
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const missing = whyNot();
    if (missing) return refuse('usr.missing', missing.text, missing.line);
    setBusy(true);
    setFault(undefined);
    try {
      await onSubmit();
    } catch (error) {
      const { code, text } = toNexusError(error);
      onRefused?.();
      refuse(code, text, 'password');
    } finally {
      setBusy(false);
    }
  };
  return (
    <form ref={form} className="entry-form" noValidate aria-label={title} onSubmit={(event) => void submit(event)}>
      {level === 'page' ? <h1>{title}</h1> : <h3>{title}</h3>}
      {note}
      {children}
      {fault ? <Message code={fault.code} text={fault.text} isAlert /> : null}
      <div className="entry-actions">
        <button type="submit" className="button primary" aria-disabled={isBusy}>
          {isBusy ? 'One moment…' : action}
        </button>
        {more}
      </div>
    </form>
  );
}
