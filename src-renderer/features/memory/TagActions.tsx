import { Pencil, Tags } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { MemoryAreaView } from '../../../src-shared/contract/memory.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { tabOpened } from '../../state/layout.ts';
import { useMay } from '../../state/roles.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { writeAsked } from '../../state/writing.ts';
import type { CellBook } from './cell-book.ts';
import { runLength } from './cell-selection.ts';
import type { MemoryWindow } from './memory-store.ts';
import { newTagsOf, tagAt } from './memory-tags.ts';
import { orderAccepted, orderQuestion, otherOrders } from './other-orders.ts';

interface TagActionsProps {
  readonly device: string;
  readonly area: MemoryAreaView;
  readonly window: MemoryWindow;
  readonly book: CellBook;
}

/** What the chosen cells can be made, and the door through which a value is written to one. */
export function TagActions({ device, area, window, book }: TagActionsProps): ReactNode {
  const { run, chosen } = window;
  const [said, setSaid] = useState('');
  const mayWrite = useMay('write');
  const tags = useTags(({ byDevice }) => byDevice[device]?.tags);
  useEffect(() => wantTags(device), [device]);
  const cell = run.focus;
  const existing = tagAt(tags ?? [], area, cell);
  const count = chosen === null ? runLength(run) : 1;
  const others = otherOrders(tags ?? [], area, window);
  const accept = (): void =>
    void orderAccepted(device, others, chosen?.byteOrder ?? '').then(setSaid, (error: unknown) =>
      setSaid(toNexusError(error).text),
    );
  const make = (): void =>
    void newTagsOf(device, area, window, book).then(
      () => tabOpened(`device/${device}/tags`, 'kept'),
      (error: unknown) => setSaid(toNexusError(error).text),
    );
  const write = (): void => {
    if (existing) writeAsked({ device, tag: existing.id });
    else
      setSaid(
        'No tag reads this cell, and only tags are written: with limits, arming and a journal. Make a tag of it first.',
      );
  };
  return (
    <div className="decoder-actions">
      <p className="quiet">
        {chosen === null
          ? 'Each chosen cell becomes a tag. Choose a reading above to make one tag of them.'
          : `As ${chosen.dataType.toUpperCase()} ${chosen.byteOrder}${chosen.divisor === undefined || chosen.divisor === 1 ? '' : `, scaled by ${1 / chosen.divisor}`}.`}
        {existing ? ` Here is the tag “${existing.name}”.` : ''}
      </p>
      <button type="button" className="button" onClick={make}>
        <Tags size={16} strokeWidth={1.5} aria-hidden />
        {count === 1 ? 'Make a tag…' : `Make ${count} tags…`} <span className="quiet">Ctrl+Shift+A</span>
      </button>
      <button type="button" className="button" disabled={!mayWrite} onClick={write}>
        <Pencil size={16} strokeWidth={1.5} aria-hidden />
        Write…
      </button>
      {others.length > 0 ? (
        <>
          <p data-msg="mb.order">{orderQuestion(others, area, window, book)}</p>
          <button type="button" className="button" onClick={accept}>
            Use {chosen?.byteOrder} for the {others.length === 1 ? 'tag' : `${others.length} tags`} shown here
          </button>
        </>
      ) : null}
      <span role="status">{said}</span>
    </div>
  );
}
