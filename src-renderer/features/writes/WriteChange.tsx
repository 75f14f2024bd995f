import { type ReactNode, useEffect, useId, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { MOST_PULSE_MS, type WritePreview } from '../../../src-shared/contract/writes.ts';
import { rpc } from '../../rpc/connect.ts';
import { preparedKey, usePreparedWrites, writePrepared } from '../../state/prepared-writes.ts';
import { Message } from '../../ui/Message.tsx';
import { LiveValue } from '../tags/LiveCells.tsx';
import { CriticalName } from './CriticalName.tsx';
import type { WriteValue } from './typed-value.ts';
import { exactValue } from './written-value.ts';

interface WriteChangeProps {
  readonly tag: TagView;
  /** Of a critical tag: its name as it was typed; without `onTyped` it is not asked for. */
  readonly typed: string;
  readonly onTyped: ((text: string) => void) | undefined;
  readonly onEnter: () => void;
}

/** One value that is about to be written: from what it is to what it would be, where, within which limits, by which frame. */
export function WriteChange({ tag, typed, onTyped, onEnter }: WriteChangeProps): ReactNode {
  const ref = { device: tag.device, tag: tag.id };
  const prepared = usePreparedWrites((state) => state.prepared[preparedKey(ref)]);
  const preview = usePreview(tag, prepared?.value);
  const order = tag.byteOrder === null ? '' : ` ${tag.byteOrder}`;
  return (
    <li>
      <span className="write-popover-change">
        <strong>{tag.name}</strong>
        <span>
          <LiveValue tag={tag} /> → <strong>{exactValue(prepared?.value ?? null, tag)}</strong>
        </span>
      </span>
      {prepared?.pulseMs === undefined ? null : <PulseLine tag={tag} widthMs={prepared.pulseMs} />}
      <span className="mono quiet">
        {tag.address} {tag.dataType.toUpperCase()}
        {order}
      </span>
      <LimitsLine tag={tag} />
      <FrameLine preview={preview} />
      {tag.critical && onTyped ? (
        <CriticalName name={tag.name} typed={typed} onTyped={onTyped} onEnter={onEnter} />
      ) : null}
    </li>
  );
}

/** Asked of the gateway for the value that is prepared; undefined until it answers. */
function usePreview({ device, id }: TagView, value: WriteValue | undefined): WritePreview | undefined {
  const [preview, setPreview] = useState<WritePreview>();
  useEffect(() => {
    if (value === undefined) return undefined;
    const abort = new AbortController();
    rpc()
      .writes.preview({ device_id: device, tag_id: id, value }, { signal: abort.signal })
      .then((answer) => abort.signal.aborted || setPreview(answer))
      // The frame is beside the question: without it the question stands all the same.
      .catch(() => undefined);
    return () => abort.abort();
  }, [device, id, value]);
  return preview;
}

/** A pulse has a line of its own, and its width is chosen in it. */
function PulseLine({ tag, widthMs }: { readonly tag: TagView; readonly widthMs: number }): ReactNode {
  const id = useId();
  const ref = { device: tag.device, tag: tag.id };
  const [text, setText] = useState(String(widthMs));
  const change = (next: string): void => {
    setText(next);
    const width = Number(next);
    if (Number.isInteger(width) && width >= 20 && width <= MOST_PULSE_MS)
      writePrepared(ref, { text: 'pulse', value: true, fault: undefined, pulseMs: width });
  };
  return (
    <span className="write-popover-pulse">
      <label htmlFor={id}>Pulse: after</label>
      <input
        id={id}
        className="field"
        inputMode="numeric"
        value={text}
        onChange={(event) => change(event.target.value)}
        onBlur={() => setText(String(widthMs))}
      />
      ms → <strong>{exactValue(false, tag)}</strong>
    </span>
  );
}

function LimitsLine({ tag: { writeLimits, unit } }: { readonly tag: TagView }): ReactNode {
  const { min = null, max = null, maxStep = null } = writeLimits ?? {};
  if (min === null && max === null && maxStep === null) return null;
  const range = min === null ? `up to ${max}` : max === null ? `from ${min}` : `${min} to ${max}`;
  const parts = [
    ...(min === null && max === null ? [] : [`${range} ${unit}`.trim()]),
    ...(maxStep === null ? [] : [`steps of ${maxStep} ${unit} at most`.trim()]),
  ];
  return <span className="quiet">Limits {parts.join(', ')}</span>;
}

function FrameLine({ preview }: { readonly preview: WritePreview | undefined }): ReactNode {
  if (!preview) return <span className="quiet">Asking for the frame…</span>;
  if (preview.refusal) return <Message code="wr.preview" text={preview.refusal.message} />;
  const { frame } = preview;
  if (!frame) return <span className="quiet">The frame depends on the session of the device.</span>;
  return (
    <>
      <span className="quiet">{frame.line}</span>
      <span className="mono quiet write-popover-frame" title="Frame, as it would be sent">
        {frame.hex.replaceAll(/(..)(?=.)/g, '$1 ')}
      </span>
    </>
  );
}
