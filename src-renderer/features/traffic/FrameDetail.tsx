import { type ReactNode, useState } from 'react';
import type { TagPlaces } from '../../../src-shared/contract/diagnostics.ts';
import type { FrameView } from '../../../src-shared/contract/traffic.ts';
import { followTagAsked } from '../../state/traffic-requests.ts';
import { tagsIn } from './carried-tags.ts';
import { type Exchange, firstFrame } from './exchanges.ts';
import { type ByteMark, FrameBytes } from './FrameBytes.tsx';

interface FrameDetailProps {
  readonly exchange: Exchange;
  readonly device: string;
  /** Of the device, with where they stand. */
  readonly tags: readonly TagPlaces[];
}

/** What an exchange says, field by field, beside its bytes: a field marks its bytes, and a byte its field. */
export function FrameDetail({ exchange, device, tags }: FrameDetailProps): ReactNode {
  const [mark, setMark] = useState<ByteMark>();
  const frames = [exchange.request, exchange.reply].filter((frame) => frame !== null);
  const { connection } = firstFrame(exchange);
  return (
    <section className="frame-detail" aria-label="Frames in detail" tabIndex={0}>
      <CarriedTags device={device} tags={tagsIn(exchange, tags)} />
      {frames.map((frame) => (
        <Frame
          key={frame.number}
          frame={frame}
          mark={mark?.frame === frame.number ? mark : undefined}
          onMark={setMark}
        />
      ))}
      {connection === 0 ? null : <p className="quiet">Connection {connection} of this recording</p>}
    </section>
  );
}

interface FrameProps {
  readonly frame: FrameView;
  readonly mark: ByteMark | undefined;
  readonly onMark: (mark: ByteMark) => void;
}

function Frame({ frame, mark, onMark }: FrameProps): ReactNode {
  const size = frame.hex.length / 2;
  return (
    <article className="frame" aria-label={frame.direction === 'sent' ? 'Sent' : 'Received'}>
      <h3>
        {frame.direction === 'sent' ? '→ Sent' : '← Received'} <span className="frame-line">{frame.line}</span>
        <span className="quiet">
          {' '}
          #{frame.number}, {size === 1 ? '1 byte' : `${size} bytes`}
        </span>
      </h3>
      <div className="frame-panes">
        <Fields frame={frame} mark={mark} onMark={onMark} />
        <FrameBytes frame={frame} mark={mark} onMark={onMark} />
      </div>
    </article>
  );
}

function Fields({ frame, mark, onMark }: FrameProps): ReactNode {
  if (frame.fields.length === 0) return <p className="quiet">The bytes of this protocol are not read yet.</p>;
  return (
    <ul className="frame-fields">
      {frame.fields.map(({ name, value, at, length }) => (
        <li key={`${at} ${name}`}>
          <button
            type="button"
            aria-pressed={mark?.at === at && mark.length === length}
            onClick={() => onMark({ frame: frame.number, at, length })}
          >
            <span className="frame-field-name">{name}</span>
            <span className="mono">{value}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const TAGS_SHOWN = 40;

/** The tags that the request is about, each with the way to its other frames. */
function CarriedTags({ device, tags }: Pick<FrameDetailProps, 'device' | 'tags'>): ReactNode {
  if (tags.length === 0) return null;
  return (
    <p className="frame-tags">
      Tags in this request:{' '}
      {tags.slice(0, TAGS_SHOWN).map(({ tag, name }) => (
        <button
          key={tag}
          type="button"
          className="link-button"
          title={`Follow ${name}`}
          onClick={() => followTagAsked({ device, tag })}
        >
          {name}
        </button>
      ))}
      {tags.length > TAGS_SHOWN ? <span className="quiet"> and {tags.length - TAGS_SHOWN} more</span> : null}
    </p>
  );
}
