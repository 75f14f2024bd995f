import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { scopeFor } from '../../state/armed-scopes.ts';
import { useArming } from '../../state/arming.ts';
import { useDevices } from '../../state/devices.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { confirmClosed, preparedKey, usePreparedWrites } from '../../state/prepared-writes.ts';
import { useTags } from '../../state/tags.ts';
import { Message } from '../../ui/Message.tsx';
import { LiveValue } from '../tags/LiveCells.tsx';
import { writeAllPrepared } from './write-prepared.ts';
import { exactValue } from './written-value.ts';
import './prepared.css';
import './writes.css';

/** A key that is struck twice must not confirm what the first stroke opened. */
const DEAF_FOR_MS = 300;
const GAP_PX = 4;

/** Asks once more, beside the row, before anything is sent. Shown while something is asked. */
export function WritePopover(): ReactNode {
  const asked = usePreparedWrites((state) => state.asked);
  const byDevice = useTags((state) => state.byDevice);
  const tags = asked.flatMap((ref) => byDevice[ref.device]?.tags.find((tag) => tag.id === ref.tag) ?? []);
  return tags.length === 0 ? null : <Question key={asked.map(preparedKey).join(' ')} tags={tags} />;
}

function Question({ tags }: { readonly tags: readonly TagView[] }): ReactNode {
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  const deafUntilMs = useRef(Number.POSITIVE_INFINITY);
  const [whenProblem, setWhenProblem] = useState<'stop' | 'go-on'>('stop');
  const disarmed = useDisarmed(tags);
  const title = useTitle(tags);
  const anchor = preparedKey(refOf(tags[0]!));
  // Once for each question: the tags may be read anew meanwhile, and it stays as it is.
  useLayoutEffect(() => {
    const shown = box.current;
    shown?.showModal();
    if (shown) placeBeside(shown, anchor);
    shown?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    deafUntilMs.current = performance.now() + DEAF_FOR_MS;
    return () => shown?.close();
  }, [anchor]);
  const isDeaf = (): boolean => performance.now() < deafUntilMs.current;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.stopPropagation();
    // A key that is held down is the stroke before.
    if (event.repeat || isDeaf()) event.preventDefault();
  };
  const write = (): void => {
    if (isDeaf() || disarmed !== undefined) return;
    confirmClosed();
    void writeAllPrepared(tags.map(refOf), whenProblem);
  };
  return (
    <dialog ref={box} className="write-popover" aria-labelledby={id} onClose={confirmClosed} onKeyDown={onKeyDown}>
      <h2 id={id}>{title}</h2>
      <ol className="write-popover-list">
        {tags.map((tag) => (
          <Change key={tag.uid} tag={tag} />
        ))}
      </ol>
      {tags.length > 1 ? (
        <label className="write-option">
          <input
            type="checkbox"
            checked={whenProblem === 'stop'}
            onChange={(event) => setWhenProblem(event.target.checked ? 'stop' : 'go-on')}
          />
          Stop at the first problem
        </label>
      ) : null}
      {disarmed === undefined ? null : (
        <Message code="wr.disarmed" text={`Writes are disarmed. Arm ${disarmed} first (F8).`} isAlert />
      )}
      <div className="write-actions">
        <button type="button" className="button" onClick={confirmClosed}>
          Cancel <kbd>Esc</kbd>
        </button>
        <button
          type="button"
          className="button primary"
          data-autofocus
          aria-disabled={disarmed !== undefined || undefined}
          onClick={write}
        >
          Write <kbd>Enter</kbd>
        </button>
      </div>
    </dialog>
  );
}

const refOf = ({ device, id }: TagView): { readonly device: string; readonly tag: string } => ({ device, tag: id });

/** One line of the question: from what it holds to what it would hold, and where. */
function Change({ tag }: { readonly tag: TagView }): ReactNode {
  const prepared = usePreparedWrites((state) => state.prepared[preparedKey(refOf(tag))]);
  const order = tag.byteOrder === null ? '' : ` ${tag.byteOrder}`;
  return (
    <li>
      <span className="write-popover-change">
        <strong>{tag.name}</strong>
        <span>
          <LiveValue tag={tag} /> → <strong>{exactValue(prepared?.value ?? null, tag)}</strong>
        </span>
      </span>
      <span className="mono quiet">
        {tag.address} {tag.dataType.toUpperCase()}
        {order}
      </span>
    </li>
  );
}

function useTitle(tags: readonly TagView[]): string {
  const list = useDevices((state) => state.list);
  const ids = [...new Set(tags.map((tag) => tag.device))];
  const to = ids.length === 1 ? (list.find(({ id }) => id === ids[0])?.name ?? ids[0]) : `${ids.length} devices`;
  return `Write ${tags.length} ${tags.length === 1 ? 'value' : 'values'} to ${to}`;
}

/** The name of the first device that may not be written to any more. */
function useDisarmed(tags: readonly TagView[]): string | undefined {
  const scopes = useArming((state) => state.scopes);
  const list = useDevices((state) => state.list);
  const tag = tags.find(({ device }) => !scopeFor(scopes, device, gatewayNowUs()));
  return tag && (list.find(({ id }) => id === tag.device)?.name ?? tag.device);
}

/** Below the prepared value of a tag, or above it where there is no room. */
function placeBeside(box: HTMLElement, anchor: string): void {
  const cell = document.querySelector(`[data-prepared-for="${CSS.escape(anchor)}"]`);
  const at = cell?.getBoundingClientRect();
  if (!at) return;
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + GAP_PX;
  const top = below + height <= innerHeight ? below : Math.max(0, at.top - GAP_PX - height);
  box.style.left = `${Math.max(0, Math.min(at.left, innerWidth - width - GAP_PX))}px`;
  box.style.top = `${top}px`;
}
