import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { useDevices } from '../../state/devices.ts';
import type { TagRef } from '../../state/tags.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { matchesWords } from '../../ui/filter-words.ts';

interface AddRowProps {
  readonly onAdd: (ref: TagRef) => void;
  /** At the other end of the line. */
  readonly children: ReactNode;
}

const SHOWN = 12;

/** The first row: a part of a name, arrows, Enter adds the tag. Stays, so that several can be added. */
export function AddRow({ onAdd, children }: AddRowProps): ReactNode {
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [isAsked, setAsked] = useState(false);
  const tags = useAllTags(isAsked);
  const found = useMemo(
    () =>
      text.trim() === ''
        ? []
        : tags.filter((tag) => matchesWords(`${tag.device} ${tag.name} ${tag.id}`, text.trim())).slice(0, SHOWN),
    [tags, text],
  );
  const focus = Math.min(at, found.length - 1);
  const add = (tag: TagView): void => {
    onAdd({ device: tag.device, tag: tag.id });
    setText('');
    setAt(0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, focus + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, focus - 1));
    else if (event.key === 'Escape' && text !== '') setText('');
    else if (event.key === 'Enter' && !event.ctrlKey && found[focus]) add(found[focus]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="watch-add">
      <input
        className="field"
        type="text"
        role="combobox"
        aria-label="Tag to add"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? `${id}-${focus}` : undefined}
        placeholder="Type a tag name to add a row"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onFocus={() => setAsked(true)}
        onBlur={() => setText('')}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} className="watch-add-list" role="listbox" aria-label="Tags" hidden={found.length === 0}>
        {found.map((tag, index) => (
          <div
            key={tag.uid}
            id={`${id}-${index}`}
            role="option"
            className="watch-add-option"
            aria-selected={index === focus}
            // The box keeps the focus; losing it would empty the list before the click.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => add(tag)}
          >
            <span>{tag.name}</span>
            <span className="quiet">
              {tag.device} {tag.unit}
            </span>
          </div>
        ))}
      </div>
      {text.trim() !== '' && found.length === 0 ? (
        <span className="quiet" role="status">
          No tag matches “{text.trim()}”.
        </span>
      ) : null}
      {children}
    </div>
  );
}

/** Every tag, device by device. @param isWanted reads the lists that are not here yet. */
function useAllTags(isWanted: boolean): readonly TagView[] {
  const devices = useDevices((state) => state.list);
  const byDevice = useTags((state) => state.byDevice);
  useEffect(() => {
    if (isWanted) for (const device of devices) wantTags(device.id);
  }, [isWanted, devices]);
  return useMemo(() => devices.flatMap((device) => byDevice[device.id]?.tags ?? []), [devices, byDevice]);
}
