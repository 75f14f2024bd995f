import { type ReactNode, useMemo } from 'react';
import { formatInteger } from '../../ui/number-format.ts';
import type { AppliedTags, Overlay } from './edit/overlay.ts';
import { type TopicLevel, type TopicToCome, topicsToCome, topicTree } from './edit/topics-to-come.ts';

/** More than a person looks through; the rest is counted. */
const SHOWN = 500;

const SIGNS = {
  new: ['+', 'New'],
  gone: ['−', 'Gone'],
  twice: ['!', 'Two tags'],
} as const satisfies Record<TopicToCome['state'], readonly [string, string]>;

/** The part of the namespace that Apply changes, as a tree. */
export function TopicsToCome({
  overlay,
  applied,
}: {
  readonly overlay: Overlay;
  readonly applied: AppliedTags;
}): ReactNode {
  const topics = useMemo(() => topicsToCome(overlay, applied), [overlay, applied]);
  const tree = useMemo(() => topicTree(topics.slice(0, SHOWN)), [topics]);
  if (topics.length === 0) return null;
  const parts = (['new', 'gone', 'twice'] as const).flatMap((state) => {
    const count = topics.filter((one) => one.state === state).length;
    return count === 0 ? [] : [`${formatInteger(count)} ${SIGNS[state][1].toLowerCase()}`];
  });
  return (
    <details className="topics-to-come" open={topics.length <= 50}>
      <summary>Topics: {parts.join(' · ')}</summary>
      <Levels of={tree} />
      {topics.length > SHOWN ? <p className="quiet">{formatInteger(topics.length - SHOWN)} more topics.</p> : null}
    </details>
  );
}

function Levels({ of }: { readonly of: readonly TopicLevel[] }): ReactNode {
  return (
    <ul>
      {of.map(({ name, state, below }) => (
        <li key={name} data-state={state}>
          {state ? (
            <span className="topics-to-come-state">
              <span aria-hidden>{SIGNS[state][0]} </span>
              <span className={state === 'twice' ? '' : 'visually-hidden'}>{SIGNS[state][1]}: </span>
            </span>
          ) : null}
          <span className="mono">{name}</span>
          {below.length > 0 ? <Levels of={below} /> : null}
        </li>
      ))}
    </ul>
  );
}
