import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { useMay } from '../../state/roles.ts';

interface SubscribeBoxProps {
  readonly filters: readonly string[];
  readonly refused: readonly string[];
}

/** What is listened to, and the way to listen to something else: filters with spaces between them, then Enter. */
export function SubscribeBox({ filters, refused }: SubscribeBoxProps): ReactNode {
  const id = useId();
  const isEngineer = useMay('configure');
  const now = filters.join(' ');
  const [text, setText] = useState(now);
  const [fault, setFault] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const asked = text.split(/\s+/).filter(Boolean);
    if (asked.length === 0) return setFault('Name at least one filter, such as # or acme/#.');
    rpc()
      .namespace.subscribe({ filters: asked })
      .then(
        () => setFault(''),
        (error: unknown) => setFault(toNexusError(error).text),
      );
    return undefined;
  };
  const said = fault === '' ? refusedText(refused) : fault;
  return (
    <form className="subscribe" onSubmit={submit}>
      <label htmlFor={id}>Subscribe</label>
      <input
        id={id}
        className="field mono"
        type="text"
        spellCheck={false}
        readOnly={!isEngineer}
        title="Filters with spaces between them; Enter listens to them, for everybody who looks"
        value={text}
        aria-describedby={said === '' ? undefined : `${id}-said`}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setText(now)}
      />
      {said === '' ? null : (
        <span id={`${id}-said`} className="subscribe-fault" role="alert">
          {said}
        </span>
      )}
    </form>
  );
}

const refusedText = (refused: readonly string[]): string =>
  refused.length === 0 ? '' : `The broker refuses ${refused.join(' ')}. Ask who keeps its access rules.`;
