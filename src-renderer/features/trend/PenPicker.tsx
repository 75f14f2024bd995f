import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { useDevices } from '../../state/devices.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { matchesWords } from '../../ui/filter-words.ts';
import { formatInteger } from '../../ui/number-format.ts';

interface PenPickerProps {
  readonly title?: string;
  /** Whether tags of texts are listed: they have no line. */
  readonly texts?: 'shown' | 'hidden';
  /** Tags that are pens already. */
  readonly taken: (tag: TagView) => boolean;
  readonly onPick: (tag: TagView) => void;
  readonly onClose: () => void;
}

/** The list shows this many; more are found by typing. */
const SHOWN = 200;

/** Adds pens by name: type, arrows, Enter. Stays open until Esc, so that several can be added. */
export function PenPicker(props: PenPickerProps): ReactNode {
  const { title = 'Add pens', texts = 'hidden', taken, onPick, onClose } = props;
  const tags = useAllTags(texts);
  const [filter, setFilter] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const found = useMemo(
    () => tags.filter((tag) => !taken(tag) && matchesWords(`${tag.device} ${tag.name} ${tag.id}`, filter)),
    [tags, taken, filter],
  );
  const shown = found.slice(0, SHOWN);
  const focus = Math.min(at, shown.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(shown.length - 1, focus + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, focus - 1));
    else if (event.key === 'Enter' && shown[focus]) onPick(shown[focus]);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    document.getElementById(`${id}-${focus}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, focus]);
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="pen-picker-search">
        <input
          className="field"
          type="text"
          data-autofocus
          role="combobox"
          aria-label="Tag to add"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={focus >= 0 ? `${id}-${focus}` : undefined}
          placeholder="Type a part of a device or tag name"
          value={filter}
          onChange={(event) => {
            setFilter(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <TagChoice id={id} tags={shown} focus={focus} onPick={onPick} />
      <p className="pen-picker-count quiet">{countText(found.length, tags.length)}</p>
    </Dialog>
  );
}

interface TagChoiceProps {
  readonly id: string;
  readonly tags: readonly TagView[];
  readonly focus: number;
  readonly onPick: (tag: TagView) => void;
}

/** The list under the box; its focus is shown, and held by the box. */
function TagChoice({ id, tags, focus, onPick }: TagChoiceProps): ReactNode {
  return (
    <div id={`${id}-list`} className="pen-picker-list" role="listbox" aria-label="Tags" tabIndex={-1}>
      {tags.map((tag, index) => (
        <div
          key={tag.uid}
          id={`${id}-${index}`}
          className="pen-picker-line"
          role="option"
          aria-selected={index === focus}
          onClick={() => onPick(tag)}
        >
          <span>{tag.name}</span>
          <span className="quiet">
            {tag.device} {tag.unit}
          </span>
        </div>
      ))}
    </div>
  );
}

function countText(found: number, all: number): string {
  if (found > SHOWN) return `${SHOWN} of ${formatInteger(found)} shown. Type more to narrow them down.`;
  return found === 0 && all > 0 ? 'No other tag matches.' : `${formatInteger(found)} tags. Enter adds, Esc closes.`;
}

/** Every tag that can be added, device by device; reads the lists that are not here yet. */
function useAllTags(texts: 'shown' | 'hidden'): readonly TagView[] {
  const devices = useDevices((state) => state.list);
  const byDevice = useTags((state) => state.byDevice);
  useEffect(() => {
    for (const device of devices) wantTags(device.id);
  }, [devices]);
  return useMemo(
    () =>
      devices
        .flatMap((device) => byDevice[device.id]?.tags ?? [])
        .filter((tag) => texts === 'shown' || tag.dataType !== 'string'),
    [devices, byDevice, texts],
  );
}
