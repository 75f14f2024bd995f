import { ListPlus } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { loopKey } from '../../../src-shared/domain/check-sheet.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import {
  generateAsked,
  loopSelected,
  readChecks,
  signerNamed,
  tagsAddedToChecks,
  useChecks,
  wantChecks,
} from '../../state/checks.ts';
import { noticed } from '../../state/notices.ts';
import { useMay } from '../../state/roles.ts';
import type { TagRef } from '../../state/tags.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { useTagDrop } from '../../ui/use-tag-drop.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { ChainStrip } from './ChainStrip.tsx';
import { CheckProgress } from './CheckProgress.tsx';
import { LoopList } from './LoopList.tsx';
import { LoopPane } from './LoopPane.tsx';
import { matchingLoops, nextOpen } from './loop-order.ts';
import { ReportMenu } from './ReportMenu.tsx';
import { SheetTools } from './SheetTools.tsx';
import { useLoopActions } from './use-loop-actions.ts';
import './checks.css';

const NO_LOOPS: readonly CheckLoopView[] = [];

/** A sheet of loop checks: the loops on the left, the one in hand on the right (ux 3.8). */
export function CheckPage({ id }: { readonly id: string }): ReactNode {
  const shown = useChecks((state) => state.shown[id]);
  const signer = useChecks((state) => state.signer);
  const mayCheck = useMay('operate');
  const [filter, setFilter] = useState('');
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => wantChecks(id), [id]);
  const loops = shown?.loops ?? NO_LOOPS;
  const visible = useMemo(() => matchingLoops(loops, filter), [loops, filter]);
  const loop = loops.find((one) => loopKey(one) === shown?.selected);
  const next = nextOpen(visible, shown?.selected);
  const goOn = (): void => {
    if (next) loopSelected(id, loopKey(next));
    list.current?.focus();
  };
  const actions = useLoopActions(id, loop, goOn);
  const drop = useTagDrop((tags) => void added(id, tags));
  if (!shown || (shown.status === 'loading' && !shown.sheet))
    return <Waiting text="Reading the loop checks…" onRetry={readAgain} />;
  if (!shown.sheet)
    return <ErrorState title="This sheet could not be read." cause={shown.reason} onRetry={readAgain} />;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!mayCheck || event.defaultPrevented) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!event.repeat) void actions.sign('pass');
    } else if (event.key === ' ' && !takesSpace(event.target)) {
      event.preventDefault();
      if (!event.repeat) void actions.capture();
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the page that come up from its parts
    <div className="checks" onKeyDown={onKeyDown} {...(mayCheck ? drop : {})}>
      <ReadOnlyStrip needs="operate" to="capture and sign loop checks" />
      <ChainStrip />
      <header className="toolbar">
        <CheckProgress loops={loops} />
        <span className="spacer" />
        {mayCheck ? (
          <>
            <label className="checks-signer">
              Sign as
              <input
                className="field"
                data-signer=""
                maxLength={64}
                placeholder="Your name"
                value={signer}
                onChange={(event) => signerNamed(event.target.value)}
              />
            </label>
            <button type="button" className="button" onClick={generateAsked}>
              <ListPlus size={16} strokeWidth={1.5} aria-hidden />
              Generate from tags…
            </button>
          </>
        ) : null}
        {mayCheck && loops.length > 0 ? <SheetTools sheet={shown.sheet} loops={visible} /> : null}
        <ReportMenu id={id} />
        <FilterBox label="Filter loops" value={filter} onChange={setFilter} />
      </header>
      {loops.length === 0 ? (
        <EmptyState text="No loops yet.">
          <button type="button" className="button primary" onClick={generateAsked}>
            Generate from tags…
          </button>
        </EmptyState>
      ) : (
        <div className="checks-body">
          <LoopList
            ref={list}
            loops={visible}
            selected={shown.selected}
            onSelect={(key) => loopSelected(id, key)}
            label={`Loops of ${shown.sheet.name}`}
          />
          {loop ? (
            <LoopPane
              key={loopKey(loop)}
              sheet={shown.sheet}
              loop={loop}
              actions={actions}
              hasNext={next !== undefined}
              onNext={goOn}
            />
          ) : (
            <EmptyState text="Choose a loop on the left." />
          )}
        </div>
      )}
    </div>
  );
}

async function added(id: string, tags: readonly TagRef[]): Promise<void> {
  try {
    await tagsAddedToChecks(id, tags);
  } catch (error) {
    noticed({ kind: 'failed', text: `The tags were not added to the sheet. ${toNexusError(error).text}` });
  }
}

const readAgain = (): void => void readChecks();

/** What has the focus may mean something else by the space bar. */
const takesSpace = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('button, input, textarea, select, a, [contenteditable]') !== null;
