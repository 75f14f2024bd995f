import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import type { FrameView } from '../../../src-shared/contract/traffic.ts';
import { hexRows } from '../../ui/hex-rows.ts';

const BYTES_A_ROW = 16;

/** A picked byte range of one frame. */
export interface ByteMark {
  readonly frame: number;
  readonly at: number;
  readonly length: number;
}

interface FrameBytesProps {
  readonly frame: FrameView;
  readonly mark: ByteMark | undefined;
  readonly onMark: (mark: ByteMark) => void;
}

/** The bytes of a frame. Picking one, by pointer or arrows, marks the field that it is part of. */
export function FrameBytes({ frame, mark, onMark }: FrameBytesProps): ReactNode {
  const id = useId();
  const [cursor, setCursor] = useState(0);
  const size = frame.hex.length / 2;
  const pick = (at: number): void => {
    setCursor(at);
    // Of fields within each other the shortest says most.
    const [field] = frame.fields
      .filter((one) => at >= one.at && at < one.at + one.length)
      .sort((a, b) => a.length - b.length);
    onMark({ frame: frame.number, at: field?.at ?? at, length: field?.length ?? 1 });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    pick(Math.max(0, Math.min(size - 1, cursor + step)));
  };
  const isMarked = (at: number): boolean => mark !== undefined && at >= mark.at && at < mark.at + mark.length;
  return (
    <table
      className="frame-bytes mono"
      role="grid"
      aria-label="Bytes"
      aria-readonly
      tabIndex={0}
      aria-activedescendant={size === 0 ? undefined : `${id}-${cursor}`}
      onKeyDown={onKeyDown}
    >
      <tbody>
        {hexRows(frame.hex).map((row) => (
          <tr key={row.at}>
            <th scope="row">{row.at.toString(16).padStart(4, '0')}</th>
            {row.bytes.map((byte, index) => {
              const at = row.at + index;
              return (
                <td
                  key={at}
                  id={`${id}-${at}`}
                  className="frame-byte"
                  data-marked={isMarked(at) || undefined}
                  data-cursor={at === cursor || undefined}
                  aria-selected={isMarked(at)}
                  onClick={() => pick(at)}
                >
                  {byte}
                </td>
              );
            })}
            {row.bytes.length < BYTES_A_ROW ? <td colSpan={BYTES_A_ROW - row.bytes.length} /> : null}
            <td className="frame-text">{row.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: BYTES_A_ROW,
  ArrowUp: -BYTES_A_ROW,
};
