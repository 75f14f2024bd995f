import { type ReactNode, useState } from 'react';
import type { FrameView } from '../../../src-shared/contract/traffic.ts';
import { hexRows } from '../../ui/hex-rows.ts';
import { type Exchange, firstFrame } from './exchanges.ts';

/** A picked byte range of one frame. */
interface Mark {
  readonly frame: number;
  readonly at: number;
  readonly length: number;
}

/** What an exchange says, field by field, beside its bytes: a field marks its bytes, and a byte its field. */
export function FrameDetail({ exchange }: { readonly exchange: Exchange }): ReactNode {
  const [mark, setMark] = useState<Mark>();
  const frames = [exchange.request, exchange.reply].filter((frame) => frame !== null);
  const { connection } = firstFrame(exchange);
  return (
    <section className="frame-detail" aria-label="Frames in detail" tabIndex={0}>
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
  readonly mark: Mark | undefined;
  readonly onMark: (mark: Mark) => void;
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
        <Bytes frame={frame} mark={mark} />
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

function Bytes({ frame, mark }: Pick<FrameProps, 'frame' | 'mark'>): ReactNode {
  const isMarked = (at: number): boolean => mark !== undefined && at >= mark.at && at < mark.at + mark.length;
  return (
    <table className="frame-bytes mono">
      <caption className="visually-hidden">Bytes</caption>
      <tbody>
        {hexRows(frame.hex).map((row) => (
          <tr key={row.at}>
            <th scope="row">{row.at.toString(16).padStart(4, '0')}</th>
            <td>
              {row.bytes.map((byte, index) => (
                <span key={row.at + index} data-marked={isMarked(row.at + index) || undefined}>
                  {byte}
                </span>
              ))}
            </td>
            <td className="frame-text">{row.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
