import { type ReactNode, useEffect, useRef } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { isBad } from '../../../src-shared/domain/quality.ts';
import { useDevices } from '../../state/devices.ts';
import { isLost } from '../../state/link.ts';
import { liveLoop } from '../../state/live-loop.ts';
import { liveValues } from '../../state/live-values.ts';
import { expectedMs } from '../../state/paces.ts';
import { preparedKey, usePreparedWrites, type WriteState } from '../../state/prepared-writes.ts';
import { Message } from '../../ui/Message.tsx';
import { currentValue } from './current-value.ts';
import { resultWords } from './result-words.ts';
import { shownValue } from './written-value.ts';
import './prepared.css';

/** The line beneath a row: why the prepared value does not fit, or what the end of the write means. */
export function WriteNote({ tag }: { readonly tag: TagView }): ReactNode {
  const key = preparedKey({ device: tag.device, tag: tag.id });
  const fault = usePreparedWrites(({ prepared }) => prepared[key]?.fault);
  const state = usePreparedWrites(({ states }) => states[key]);
  const deviceName = useDevices(({ list }) => list.find((one) => one.id === tag.device)?.name ?? tag.device);
  if (fault) return <Message code={fault.code} text={fault.text} isAlert />;
  const message = state && resultWords(state, tag, deviceName).message;
  if (!state || !message) return null;
  return (
    <span className="write-note">
      <Message
        code={message.code}
        text={message.text}
        tone={message.code === 'wr.unknown' ? 'warning' : 'error'}
        isAlert
      />
      {message.code === 'wr.unknown' ? <ReadBackNow tag={tag} state={state} /> : null}
    </span>
  );
}

/** What the tag was read to hold first after an end that nobody knows. Written by the live loop, once, then it stays. */
function ReadBackNow({ tag, state }: { readonly tag: TagView; readonly state: WriteState }): ReactNode {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!('atUs' in state)) return undefined;
    const { atUs } = state;
    let isRead = false;
    return liveLoop.add(() => {
      const node = text.current;
      if (!node || isRead || !readAfter(tag, atUs)) return 0;
      isRead = true;
      node.textContent = readBackText(tag, state);
      return 1;
    });
  }, [tag, state]);
  return (
    <span ref={text} className="read-back" role="status">
      Waiting for the next read…
    </span>
  );
}

/** Whether a value that is shown now was read after a time: by its own stamp, or by a poll that found it unchanged. */
function readAfter(tag: TagView, atUs: number): boolean {
  const { index, device } = tag;
  if (isLost() || !liveValues.seen(index) || isBad(liveValues.status[index] ?? 0)) return false;
  if ((liveValues.usableUs[index] ?? 0) > atUs) return true;
  // Polls of a device are many; one interval of this tag later, its own was among them.
  return (useDevices.getState().health[device]?.lastGoodUs ?? 0) > atUs + expectedMs(tag) * 1_000;
}

function readBackText(tag: TagView, state: WriteState): string {
  const now = currentValue(tag);
  if (now === undefined) return 'Read back now: nothing readable.';
  const receipt = state.kind === 'ended' ? state.receipt : undefined;
  const isSame = (other: unknown): boolean => other !== null && other !== undefined && Number(other) === Number(now);
  const meaning = isSame(receipt?.value) ? ' (what was written)' : isSame(receipt?.previous) ? ' (unchanged)' : '';
  return `Read back now: ${shownValue(now, tag)}${meaning}.`;
}
