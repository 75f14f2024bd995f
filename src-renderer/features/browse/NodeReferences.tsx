import type { ReactNode } from 'react';
import type { NodeFacts } from '../../../src-shared/contract/browse.ts';
import { nodeShown } from './browse-session.ts';
import { KINDS, shownName } from './node-words.ts';

/** What a node refers to and what refers to it; each leads there. */
export function NodeReferences({
  device,
  facts: { references, isCut },
}: {
  readonly device: string;
  readonly facts: NodeFacts;
}): ReactNode {
  return (
    <details className="node-part" open>
      <summary>
        References ({references.length}
        {isCut ? ', and more' : ''})
      </summary>
      {/* Safari forgets that a list without bullets is one. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <ul role="list" className="node-references">
        {references.map(({ type, isForward, address, name, kind }) => (
          <li key={`${type} ${isForward} ${address}`}>
            <span className="quiet">
              {isForward ? '→' : '←'} {type}
            </span>
            <button type="button" className="node-link" title={address} onClick={() => nodeShown(device, address)}>
              <span className="node-kind" data-kind={kind} aria-hidden>
                {KINDS[kind].letter}
              </span>
              {shownName({ kind, name })}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
