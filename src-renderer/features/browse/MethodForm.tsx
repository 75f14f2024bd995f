import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { CallReceipt, NodeFacts } from '../../../src-shared/contract/browse.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { useScopeFor } from '../../state/arming.ts';
import { useDevices } from '../../state/devices.ts';
import { armAsked } from '../../state/writing.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Message } from '../../ui/Message.tsx';

interface MethodFormProps {
  readonly device: string;
  readonly name: string;
  readonly address: string;
  readonly method: NonNullable<NodeFacts['method']>;
}

/** Calls a method, behind the arming of writes: it may change something on the machine. */
export function MethodForm({ device, name, address, method }: MethodFormProps): ReactNode {
  const id = useId();
  const { owner, inputs, outputs } = method;
  const scope = useScopeFor(device);
  const title = useDevices(({ list }) => list.find((one) => one.id === device)?.name ?? device);
  const [typed, setTyped] = useState<readonly string[]>(() => inputs.map(() => ''));
  const [receipt, setReceipt] = useState<CallReceipt>();
  const [fault, setFault] = useState('');
  const [isCalling, setCalling] = useState(false);
  if (owner === null)
    return <p className="quiet">This method belongs to a type. Choose it below an object to call it.</p>;
  const call = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isCalling) return;
    setCalling(true);
    setFault('');
    setReceipt(undefined);
    try {
      setReceipt(await rpc().browse.call({ device, owner, method: address, inputs: [...typed] }));
    } catch (error) {
      setFault(toNexusError(error).text);
    }
    setCalling(false);
  };
  return (
    <form className="method-form" aria-label={`Call ${name}`} onSubmit={(event) => void call(event)}>
      {inputs.map(({ name: input, typeName, description }, i) => (
        <div key={input}>
          <label htmlFor={`${id}-${i}`}>
            {input} <span className="quiet">{typeName}</span>
          </label>
          <input
            id={`${id}-${i}`}
            className="field mono"
            type="text"
            spellCheck={false}
            placeholder={typeName.endsWith('[]') ? 'items with commas' : description}
            value={typed[i] ?? ''}
            onChange={({ target }) => setTyped(typed.map((text, at) => (at === i ? target.value : text)))}
          />
        </div>
      ))}
      {outputs.length === 0 ? null : (
        <p className="quiet">Gives {outputs.map((one) => `${one.name} (${one.typeName})`).join(', ')}.</p>
      )}
      <div className="method-actions">
        <button type="submit" className="button" disabled={isCalling} aria-busy={isCalling}>
          {isCalling ? 'Calling…' : `Call ${name}()`}
        </button>
        {scope ? (
          <span>
            <Glyph name="armed" /> Armed. The call is kept in the journal of writes.
          </span>
        ) : (
          <button type="button" className="button arm-button" onClick={() => armAsked(device)}>
            Arm {title}… <span className="quiet">F8</span>
          </button>
        )}
      </div>
      {fault === '' ? null : <Message code="NX_INTERNAL" text={fault} isAlert />}
      {receipt ? <Receipt receipt={receipt} /> : null}
    </form>
  );
}

const CODES: Readonly<Record<string, string>> = { NOT_ARMED: 'wr.disarmed', NX_DRIVER_UNKNOWN_OUTCOME: 'wr.unknown' };

function Receipt({
  receipt: { status, error, outputs, duration_ms: tookMs },
}: {
  readonly receipt: CallReceipt;
}): ReactNode {
  if (status !== 'DONE')
    return (
      <Message
        code={CODES[error?.code ?? ''] ?? 'wr.refused'}
        text={error?.message ?? ''}
        tone={status === 'UNKNOWN' ? 'warning' : 'error'}
        isAlert
      />
    );
  return (
    <div role="status">
      <p>
        <Glyph name="done" /> Called, answered in {Math.round(tookMs)} ms.
      </p>
      <dl className="node-facts">
        {outputs.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{text === '' ? '—' : text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
