import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { NodeFacts } from '../../../src-shared/contract/browse.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { copyText } from '../../ui/copy-text.ts';
import { usePage } from '../../ui/page-context.ts';
import { formatTime } from '../../ui/time-format.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { shownBefore, useSession } from './browse-session.ts';
import { MethodForm } from './MethodForm.tsx';
import { NodeHistoryView } from './NodeHistoryView.tsx';
import { NodeReferences } from './NodeReferences.tsx';
import { KINDS, shownName, withUnit } from './node-words.ts';

interface NodeInspectorProps {
  readonly device: string;
  readonly known: ReadonlyMap<string, string>;
}

/** Everything that the node in focus says of itself. Alt+Left leads back along references that were followed. */
export function NodeInspector({ device, known }: NodeInspectorProps): ReactNode {
  const address = useSession(device, (session) => session.shown);
  const hasBefore = useSession(device, ({ before }) => before.length > 0);
  const { isActive } = usePage();
  useEffect(() => {
    if (!isActive) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.key !== 'ArrowLeft' || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      shownBefore(device);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [device, isActive]);
  return (
    <section className="browse-node" aria-label="Node" tabIndex={0} data-region-scroll>
      <h2>
        Node
        <button
          type="button"
          className="icon-button"
          aria-label="Back to the node before (Alt+Left)"
          title="Back to the node before (Alt+Left)"
          disabled={!hasBefore}
          onClick={() => shownBefore(device)}
        >
          <ArrowLeft size={16} aria-hidden />
        </button>
      </h2>
      {address === null ? (
        <p className="quiet">Choose a node: what it says of itself stands here.</p>
      ) : (
        <Facts key={address} device={device} address={address} tag={known.get(address)} />
      )}
    </section>
  );
}

/** Keys that are held down go over many nodes: only the one that stays is asked about. */
const ASK_AFTER_MS = 120;
const AGAIN_EVERY_MS = 2_000;

interface FactsProps {
  readonly device: string;
  readonly address: string;
  readonly tag: string | undefined;
}

function Facts({ device, address, tag }: FactsProps): ReactNode {
  const [facts, setFacts] = useState<NodeFacts>();
  const [fault, setFault] = useState('');
  const hasValue = useRef(false);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const read = async (): Promise<void> => {
      try {
        const read = await rpc().browse.facts({ device, address }, { signal: stop.signal });
        if (stop.signal.aborted) return;
        hasValue.current = read.value !== null;
        setFacts(read);
        setFault('');
      } catch (error) {
        if (!stop.signal.aborted) setFault(toNexusError(error).text);
      }
      if (!stop.signal.aborted && hasValue.current && !document.hidden)
        timer = setTimeout(() => void read(), AGAIN_EVERY_MS);
    };
    timer = setTimeout(() => void read(), ASK_AFTER_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [device, address]);
  if (!facts) return fault === '' ? <Waiting text="Asking the device…" /> : <p role="alert">{fault}</p>;
  return (
    <>
      <p className="node-title">
        <span className="node-kind" data-kind={facts.kind} aria-hidden>
          {KINDS[facts.kind].letter}
        </span>
        {shownName(facts)} {tag === undefined ? null : <span className="node-tag">already tag {tag}</span>}
      </p>
      {fault === '' ? null : <p role="alert">{fault}</p>}
      <Value facts={facts} />
      {facts.method ? (
        <MethodForm device={device} name={facts.name} address={facts.address} method={facts.method} />
      ) : null}
      <Texts title="Properties" texts={facts.properties} />
      <Texts
        title="Attributes"
        texts={[{ name: 'Address', text: facts.address }, ...facts.attributes]}
        onCopy={() => void copyText(facts.address)}
      />
      {facts.hasHistory ? <NodeHistoryView device={device} address={address} unit={facts.node?.unit ?? ''} /> : null}
      <NodeReferences device={device} facts={facts} />
    </>
  );
}

function Value({ facts: { value, node } }: { readonly facts: NodeFacts }): ReactNode {
  if (!value) return null;
  const time = (us: number | null): string => (us === null ? 'not told' : formatTime(us / 1_000));
  const quality = value.severity === 'good' ? '● Good' : value.severity === 'bad' ? '⊠ Bad' : '◐ Uncertain';
  return (
    <dl className="node-facts" aria-label="Value">
      <dt>Value</dt>
      <dd className="mono">{withUnit(value.text, node?.unit ?? '') || '—'}</dd>
      <dt>Quality</dt>
      <dd>
        {quality} {value.status}
      </dd>
      <dt>Source time</dt>
      <dd>{time(value.sourceUs)}</dd>
      <dt>Server time</dt>
      <dd>{time(value.serverUs)}</dd>
    </dl>
  );
}

interface TextsProps {
  readonly title: string;
  readonly texts: NodeFacts['attributes'];
  readonly onCopy?: () => void;
}

function Texts({ title, texts, onCopy }: TextsProps): ReactNode {
  if (texts.length === 0) return null;
  return (
    <details className="node-part" open>
      <summary>{title}</summary>
      <dl className="node-facts">
        {texts.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text === '' ? '—' : text}</dd>
          </div>
        ))}
      </dl>
      {onCopy ? (
        <button type="button" className="button" onClick={onCopy}>
          Copy address
        </button>
      ) : null}
    </details>
  );
}
