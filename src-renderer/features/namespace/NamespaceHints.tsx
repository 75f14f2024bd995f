import { type ReactNode, useState } from 'react';
import type { HintKind } from '../../../src-shared/contract/namespace.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { topicRevealed } from './namespace-store.ts';
import { useHints } from './use-hints.ts';

/** What on the broker somebody may not have meant, folded to one line until it is asked for. */
export function NamespaceHints({ count }: { readonly count: number }): ReactNode {
  const hints = useHints(count);
  const [isOpen, setOpen] = useState(false);
  if (hints.length === 0) return null;
  return (
    <section className="namespace-hints" aria-label="Hints">
      <button type="button" className="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Glyph name="half" />
        {count === 1 ? '1 hint' : `${formatInteger(Math.max(count, hints.length))} hints`}
      </button>
      {isOpen ? (
        <ul className="namespace-hint-list">
          {hints.map(({ kind, topic, text }) => (
            <li key={`${kind} ${topic}`} className="namespace-hint">
              <span className="namespace-hint-kind">{KINDS[kind]}</span>
              <span className="namespace-hint-text" data-msg={`ns.${kind}`}>
                {text}
              </span>
              <button
                type="button"
                className="button"
                aria-label={`Show ${topic === '' ? 'the top of the tree' : topic}`}
                onClick={() => topicRevealed(topic)}
              >
                Show
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

const KINDS: Readonly<Record<HintKind, string>> = {
  publishers: 'Two publishers',
  overdue: 'Overdue',
  retained: 'Old retained',
  depth: 'Depth',
  case: 'Case',
  name: 'Name',
};
