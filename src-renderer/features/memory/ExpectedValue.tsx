import { type ReactNode, useEffect, useId, useState } from 'react';
import { runStart } from './cell-selection.ts';
import type { DecoderProps } from './Decoder.tsx';
import { foundValues } from './found-values.ts';

/** Values move while somebody types: what was found is looked at again this often. */
const AGAIN_MS = 1_000;

/** What the display of the device shows, and every way to read that here. */
export function ExpectedValue({ book, run, orders, notation, chosen, onFound }: DecoderProps): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [, setLooks] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setLooks(book.looks), AGAIN_MS);
    return () => clearInterval(timer);
  }, [book]);
  const found = foundValues(typed, book, runStart(run), orders, notation);
  return (
    <div className="decoder-expected">
      <label htmlFor={id}>It should read</label>
      <input
        id={id}
        className="field mono"
        inputMode="decimal"
        size={10}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <span role="status">{words(typed, found?.length)}</span>
      {found && found.length > 0 ? (
        <ul aria-label="Matches">
          {found.map((one) => {
            const { match, start, sentence } = one;
            const isChosen =
              start === runStart(run) && chosen?.dataType === match.dataType && chosen.byteOrder === match.byteOrder;
            return (
              <li key={`${sentence} ${match.value}`}>
                <button type="button" className="button" aria-pressed={isChosen} onClick={() => onFound(one)}>
                  ✔ {sentence}
                </button>
                <span className="mono quiet">{String(match.value)}</span>
              </li>
            );
          })}
        </ul>
      ) : null}
    </div>
  );
}

function words(typed: string, found: number | undefined): string {
  if (typed.trim() === '') return 'as its display shows it';
  if (found === undefined) return `“${typed}” is no number. Type it as the display shows it: 8.48.`;
  if (found === 0) return 'no match within four cells. Read more of them, or look at another address.';
  return found === 1 ? '1 match' : `${found} matches`;
}
