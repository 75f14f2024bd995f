import { type ReactNode, useState } from 'react';
import { FilterBox } from '../../../ui/FilterBox.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { MOST_FOLDERS, MOST_HITS } from './search-nodes.ts';
import type { Browsing, SearchState } from './use-browse-tree.ts';

/** Where nodes are looked for by text: what was found so far, and how far the search came. */
export function NodeSearchBar({ browsing }: { readonly browsing: Browsing }): ReactNode {
  const [text, setText] = useState('');
  const { search, searched, stopped } = browsing;
  const isUnderWay = search?.status === 'searching';
  return (
    <search>
      <form
        className="node-search"
        // Esc empties the box; only an empty one lets it close the dialog.
        onKeyDownCapture={(event) => event.key === 'Escape' && text !== '' && event.preventDefault()}
        onSubmit={(event) => {
          event.preventDefault();
          searched(text.trim());
        }}
      >
        <FilterBox
          label="Find nodes by name or address"
          value={text}
          onChange={(now) => {
            setText(now);
            if (now === '') searched('');
          }}
        />
        {isUnderWay ? (
          <button type="button" className="button" onClick={stopped}>
            Stop
          </button>
        ) : (
          <button type="submit" className="button" disabled={text.trim() === '' && !search}>
            Find
          </button>
        )}
        <p className="quiet" role="status">
          {search ? progressText(search) : ''}
        </p>
      </form>
    </search>
  );
}

function progressText({ status, progress: { folders, nodes, hits } }: SearchState): string {
  const so = `${formatInteger(hits)} found among ${formatInteger(nodes)} nodes`;
  switch (status) {
    case 'searching':
      return `${so} so far…`;
    case 'stopped':
      return `${so}. The search was stopped.`;
    case 'cut':
      return hits >= MOST_HITS
        ? `${so}. Write more of the name to find fewer.`
        : `${so}. ${formatInteger(Math.min(folders, MOST_FOLDERS))} folders were looked through, and there are more: write the address of a tag by hand.`;
    case 'done':
      return `${so}. That is all there is.`;
  }
}
