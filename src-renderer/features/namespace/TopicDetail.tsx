import { Copy, Eraser, Send } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { TopicView } from '../../../src-shared/contract/namespace.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { bytesOfBase64 } from '../../rpc/save-file.ts';
import { liveLoop } from '../../state/live-loop.ts';
import { useMay } from '../../state/roles.ts';
import { copyText } from '../../ui/copy-text.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Message } from '../../ui/Message.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { TopicText } from '../../ui/TopicText.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { AskBirth } from './AskBirth.tsx';
import { TopicFollower } from './follow-topic.ts';
import { TopicHistoryView } from './TopicHistoryView.tsx';
import { TopicTagLine } from './TopicTagLine.tsx';
import { ageText, figuresText, hexText, type PayloadForm, sourceText, writePayload } from './write-detail.ts';

interface TopicDetailProps {
  readonly topic: string;
  readonly onPublish: (topic: string, payload: string) => void;
  readonly onClear: (topics: readonly string[]) => void;
}

/** One topic: what its last message says, how it comes, what was before, and the tag that it belongs to. */
export function TopicDetail({ topic, onPublish, onClear }: TopicDetailProps): ReactNode {
  const follower = useFollower(topic);
  const isEngineer = useMay('configure');
  const [said, setSaid] = useState('');
  const { view, reason } = follower;
  const copy = (text: string, what: string): void => {
    copyText(text).then(
      () => setSaid(`${what} copied`),
      (error: unknown) => setSaid(toNexusError(error).text),
    );
  };
  const payload = (): string => (follower.view ? payloadText(follower.view) : '');
  return (
    <section className="topic-detail" aria-label="Topic" tabIndex={0}>
      <h2 className="topic-title mono">
        <TopicText topic={topic} />
      </h2>
      <div className="topic-actions">
        <button type="button" className="button" title="Ctrl+C in the tree" onClick={() => copy(topic, 'Topic')}>
          <Copy size={16} strokeWidth={1.5} aria-hidden />
          Copy topic
        </button>
        <button type="button" className="button" disabled={!view?.seen} onClick={() => copy(payload(), 'Payload')}>
          <Copy size={16} strokeWidth={1.5} aria-hidden />
          Copy payload
        </button>
        <button
          type="button"
          className="button"
          disabled={!isEngineer}
          onClick={() => onPublish(topic, IS_TEXT.has(view?.decoded?.kind ?? '') ? payload() : '')}
        >
          <Send size={16} strokeWidth={1.5} aria-hidden />
          Publish…
        </button>
        {view?.retained ? (
          <button type="button" className="button" disabled={!isEngineer} onClick={() => onClear([topic])}>
            <Eraser size={16} strokeWidth={1.5} aria-hidden />
            Clear retained…
          </button>
        ) : null}
        <span className="quiet" role="status">
          {said}
        </span>
      </div>
      {reason === '' ? null : <Message code="NX_HOST_GONE" text={reason} isAlert />}
      {view ? <Known follower={follower} view={view} /> : <Waiting text="Reading the topic…" />}
    </section>
  );
}

/** Follows a topic while it is shown; drawn anew when more than figures and texts changed. */
function useFollower(topic: string): TopicFollower {
  const [, setShape] = useState(0);
  const follower = useMemo(() => new TopicFollower(topic, () => setShape((shape) => shape + 1)), [topic]);
  useEffect(() => {
    const stop = new AbortController();
    follower.follow(stop.signal).catch(() => undefined);
    return () => stop.abort();
  }, [follower]);
  return follower;
}

function Known({ follower, view }: { readonly follower: TopicFollower; readonly view: TopicView }): ReactNode {
  return (
    <>
      <p className="topic-facts">
        <Words view={view} />
        <LiveLine follower={follower} text={figuresText} />
        <LiveLine follower={follower} text={ageText} />
      </p>
      {view.tag ? <TopicTagLine tag={view.tag} /> : null}
      {view.seen ? (
        <>
          <Payload follower={follower} view={view} />
          <TopicHistoryView follower={follower} />
        </>
      ) : (
        <p className="quiet">{unseenText(view)}</p>
      )}
    </>
  );
}

function unseenText({ mark, messages }: TopicView): string {
  if (mark === 'missing')
    return 'Nothing was seen on this topic since somebody looks. Check that its device is connected, and that the broker lets this gateway publish it.';
  return messages > 0
    ? 'No message stands on this level itself. Open it to see those below.'
    : 'Nothing was seen on this topic since somebody looks.';
}

function Words({ view: { retained, mark, quality } }: { readonly view: TopicView }): ReactNode {
  return (
    <>
      {retained ? (
        <span className="topic-word" title="The broker keeps this message for whoever subscribes">
          <Glyph name="kept" /> Retained
        </span>
      ) : null}
      {mark === 'orphan' ? (
        <span className="topic-word" data-word="orphan">
          <Glyph name="unknown" /> No tag of this project has it
        </span>
      ) : null}
      {mark === 'missing' ? (
        <span className="topic-word" data-word="missing">
          <Glyph name="never" /> Never seen
        </span>
      ) : null}
      {quality === 'bad' || quality === 'uncertain' ? (
        <span className="topic-word" data-word={quality}>
          <Glyph name={quality === 'bad' ? 'bad' : 'half'} /> {quality === 'bad' ? 'Bad' : 'Uncertain'}
        </span>
      ) : null}
    </>
  );
}

interface LiveLineProps {
  readonly follower: TopicFollower;
  readonly text: (view: TopicView) => string;
}

/** A text made of the newest view, written outside React. */
function LiveLine({ follower, text }: LiveLineProps): ReactNode {
  const node = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      liveLoop.add(() => {
        const next = follower.view ? text(follower.view) : '';
        if (!node.current || node.current.textContent === next) return 0;
        node.current.textContent = next;
        return 1;
      }),
    [follower, text],
  );
  return <span ref={node} className="topic-live" />;
}

const KINDS: Readonly<Record<string, string>> = {
  json: 'JSON',
  number: 'Number',
  text: 'Text',
  sparkplug: 'Sparkplug B',
  msgpack: 'MessagePack',
  binary: 'Bytes',
  empty: 'Empty',
};

function Payload({ follower, view }: { readonly follower: TopicFollower; readonly view: TopicView }): ReactNode {
  const [form, setForm] = useState<PayloadForm>('decoded');
  const [whole, setWhole] = useState<TopicView>();
  const box = useRef<HTMLPreElement>(null);
  const { left } = view;
  useEffect(() => {
    let shown: TopicView | undefined;
    return liveLoop.add(() => {
      const next = left === 'large' ? whole : follower.view;
      if (!box.current || !next || next === shown) return 0;
      shown = next;
      writePayload(box.current, next, form);
      return 1;
    });
  }, [follower, form, whole, left]);
  const load = (): void => {
    rpc()
      .namespace.topic({ topic: follower.topic, whole: true })
      .then(setWhole, () => undefined);
  };
  return (
    <div className="topic-payload">
      <div className="topic-payload-bar">
        <label>
          Payload{' '}
          <select
            className="select"
            value={form}
            onChange={({ target }) =>
              setForm(target.value === 'hex' || target.value === 'text' ? target.value : 'decoded')
            }
          >
            <option value="decoded">{KINDS[view.decoded?.kind ?? ''] ?? 'Decoded'}</option>
            <option value="text">Raw text</option>
            <option value="hex">Hex</option>
          </select>
        </label>
        <span className="quiet">
          <LiveLine follower={follower} text={sourceText} />
        </span>
      </div>
      {view.decoded?.unborn ? <AskBirth topic={follower.topic} /> : null}
      {left === 'memory' ? (
        <p className="quiet">
          The payload is not kept: the memory of the namespace is full (mqtt.explorer.memory). Subscribe to less.
        </p>
      ) : null}
      {left === 'large' && !whole ? (
        <p className="quiet">
          {formatInteger(view.bytes)} bytes are not sent unasked.{' '}
          <button type="button" className="button" onClick={load}>
            Load it
          </button>
        </p>
      ) : null}
      <pre ref={box} className="topic-text mono" tabIndex={0} role="region" aria-label="Payload" />
    </div>
  );
}

/** What is copied: the bytes as text, or what they say where they are none. */
function payloadText({ base64, decoded }: TopicView): string {
  if (base64 === null || !decoded) return decoded?.text ?? '';
  if (decoded.kind === 'binary') return hexText(bytesOfBase64(base64));
  return IS_TEXT.has(decoded.kind) ? new TextDecoder().decode(bytesOfBase64(base64)) : decoded.text;
}

/** Payloads that are text on the wire: only those can be published again by hand. */
const IS_TEXT: ReadonlySet<string> = new Set(['json', 'number', 'text']);
