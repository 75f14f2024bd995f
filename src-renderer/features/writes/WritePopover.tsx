import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { scopeFor } from '../../state/armed-scopes.ts';
import { useArming } from '../../state/arming.ts';
import { useDevices } from '../../state/devices.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { confirmClosed, preparedKey, usePreparedWrites } from '../../state/prepared-writes.ts';
import { useTags } from '../../state/tags.ts';
import { Message } from '../../ui/Message.tsx';
import { WriteChange } from './WriteChange.tsx';
import { writeAllPrepared } from './write-prepared.ts';
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
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const isDry = usePreparedWrites((state) => state.mode === 'dry');
  const disarmed = useDisarmed(tags);
  const title = useTitle(tags, isDry);
  const unconfirmed = tags.find((tag) => tag.critical && typed[preparedKey(refOf(tag))]?.trim() !== tag.name);
  const anchor = preparedKey(refOf(tags[0]!));
  // Once for each question: the tags may be read anew meanwhile, and it stays as it is.
  useLayoutEffect(() => {
    const shown = box.current;
    shown?.showModal();
    if (shown) placeBeside(shown, anchor);
    shown?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    deafUntilMs.current = performance.now() + DEAF_FOR_MS;
    // What the gateway says of the frame comes later, and makes it higher.
    const resized = new ResizeObserver(() => shown && placeBeside(shown, anchor));
    if (shown) resized.observe(shown);
    return () => {
      resized.disconnect();
      shown?.close();
    };
  }, [anchor]);
  const isDeaf = (): boolean => performance.now() < deafUntilMs.current;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.stopPropagation();
    // A key that is held down is the stroke before.
    if (event.repeat || isDeaf()) event.preventDefault();
  };
  const write = (): void => {
    if (isDry || isDeaf() || disarmed !== undefined || unconfirmed) return;
    confirmClosed();
    void writeAllPrepared(tags.map(refOf), whenProblem, typed);
  };
  return (
    <dialog ref={box} className="write-popover" aria-labelledby={id} onClose={confirmClosed} onKeyDown={onKeyDown}>
      <h2 id={id}>{title}</h2>
      <ol className="write-popover-list">
        {tags.map((tag) => (
          <WriteChange
            key={tag.uid}
            tag={tag}
            typed={typed[preparedKey(refOf(tag))] ?? ''}
            onTyped={isDry ? undefined : (text) => setTyped({ ...typed, [preparedKey(refOf(tag))]: text })}
            onEnter={write}
          />
        ))}
      </ol>
      {tags.length > 1 && !isDry ? (
        <label className="write-option">
          <input
            type="checkbox"
            checked={whenProblem === 'stop'}
            onChange={(event) => setWhenProblem(event.target.checked ? 'stop' : 'go-on')}
          />
          Stop at the first problem
        </label>
      ) : null}
      {isDry ? <p className="quiet">A dry run: nothing is sent.</p> : null}
      {isDry || disarmed === undefined ? null : (
        <Message code="wr.disarmed" text={`Writes are disarmed. Arm ${disarmed} first (F8).`} isAlert />
      )}
      <div className="write-actions">
        <button
          type="button"
          className={isDry ? 'button primary' : 'button'}
          data-autofocus={isDry || undefined}
          onClick={confirmClosed}
        >
          {isDry ? 'Close' : 'Cancel'} <kbd>Esc</kbd>
        </button>
        {isDry ? null : (
          <button
            type="button"
            className="button primary"
            data-autofocus={!unconfirmed || undefined}
            aria-disabled={disarmed !== undefined || unconfirmed !== undefined || undefined}
            onClick={write}
          >
            Write <kbd>Enter</kbd>
          </button>
        )}
      </div>
    </dialog>
  );
}

const refOf = ({ device, id }: TagView): { readonly device: string; readonly tag: string } => ({ device, tag: id });

function useTitle(tags: readonly TagView[], isDry: boolean): string {
  const list = useDevices((state) => state.list);
  const ids = [...new Set(tags.map((tag) => tag.device))];
  const to = ids.length === 1 ? (list.find(({ id }) => id === ids[0])?.name ?? ids[0]) : `${ids.length} devices`;
  return `${isDry ? 'Dry run: write' : 'Write'} ${tags.length} ${tags.length === 1 ? 'value' : 'values'} to ${to}`;
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
