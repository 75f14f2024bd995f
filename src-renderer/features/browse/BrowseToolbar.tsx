import { type ReactNode, useState } from 'react';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { changed, type SearchState, useSession } from './browse-session.ts';
import { gatheringStopped, searched, searchStopped } from './find-nodes.ts';
import { beganAt, readingsStopped, readSoFar } from './read-branch.ts';

interface BrowseToolbarProps {
  readonly device: string;
  readonly views: readonly { readonly address: string; readonly title: string }[];
}

/** Where is looked, for what, and how far that came. */
export function BrowseToolbar({ device, views }: BrowseToolbarProps): ReactNode {
  const root = useSession(device, ({ tree }) => tree.root);
  const isWide = useSession(device, (session) => session.isWide);
  const showsTypes = useSession(device, (session) => session.showsTypes);
  const search = useSession(device, (session) => session.search);
  const [text, setText] = useState(search?.text ?? '');
  return (
    <div className="toolbar browse-toolbar">
      <search>
        <form
          className="browse-search"
          onSubmit={(event) => {
            event.preventDefault();
            void searched(device, text.trim());
          }}
        >
          <FilterBox
            label="Find node by name or NodeId"
            value={text}
            onChange={(now) => {
              setText(now);
              if (now === '') void searched(device, '');
            }}
          />
          <button type="submit" className="button" disabled={text.trim() === '' || search?.status === 'searching'}>
            Find
          </button>
        </form>
      </search>
      <label className="browse-choice">
        View
        <select
          className="select"
          value={root}
          onChange={({ target }) => {
            setText('');
            beganAt(device, target.value, isWide);
          }}
        >
          {views.map(({ address, title }) => (
            <option key={address} value={address}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label className="browse-choice">
        <input
          type="checkbox"
          checked={showsTypes}
          onChange={({ target }) => changed(device, { showsTypes: target.checked })}
        />
        Types
      </label>
      <label className="browse-choice" title="Also what nodes refer to without being above it.">
        <input
          type="checkbox"
          checked={isWide}
          onChange={({ target }) => {
            setText('');
            beganAt(device, root, target.checked);
          }}
        />
        Non-hierarchical
      </label>
      <Progress device={device} />
    </div>
  );
}

/** What is under way, with the way to stop it; how a search ended. */
function Progress({ device }: { readonly device: string }): ReactNode {
  const read = useSession(device, ({ tree }) => readSoFar(tree.branches));
  const gathering = useSession(device, (session) => session.gathering);
  const search = useSession(device, (session) => session.search);
  const [text, stop] = gathering
    ? [
        `All below ${gathering.name}: ${formatInteger(gathering.found)} variables among ${formatInteger(gathering.seen)} nodes so far`,
        () => gatheringStopped(device),
      ]
    : search?.status === 'searching'
      ? [searchText(search), () => searchStopped(device)]
      : read !== undefined && !search
        ? [`Browsing… ${formatInteger(read)} nodes so far`, () => readingsStopped(device)]
        : [search ? searchText(search) : '', undefined];
  return (
    <>
      <span className="quiet browse-progress" role="status">
        {text}
      </span>
      {stop ? (
        <button type="button" className="button" onClick={stop}>
          Stop
        </button>
      ) : null}
    </>
  );
}

function searchText({ status, hits, seen, reason }: SearchState): string {
  const so = `${formatInteger(hits.length)} found among ${formatInteger(seen)} nodes`;
  switch (status) {
    case 'searching':
      return `${so} so far…`;
    case 'stopped':
      return `${so}. The search was stopped.`;
    case 'cut':
      return `${so}. Write more of the name to find fewer.`;
    case 'failed':
      return `${so}. ${reason}`;
    case 'done':
      return `${so}. That is all there is.`;
  }
}
