import { type ReactNode, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { DecodedPlace } from '../../../../src-shared/contract/places.ts';
import { rpc } from '../../../rpc/connect.ts';
import type { CellBook } from '../cell-book.ts';
import type { CellRun } from '../cell-selection.ts';
import { addressChosen } from './make-tags.ts';

interface PlaceDecoderProps {
  readonly device: string;
  readonly book: CellBook;
  readonly run: CellRun;
}

/** Bytes that are looked at where fewer are selected: a date and time has that many. */
const LEAST = 12;
const MOST = 256;

/** The selected bytes as a value of each type of the device; a row makes its address that of the helper. */
export function PlaceDecoder({ device, book, run }: PlaceDecoderProps): ReactNode {
  const start = Math.min(run.anchor, run.focus);
  const selected = Math.abs(run.anchor - run.focus) + 1;
  const hex = useHex(book, start, Math.max(LEAST, Math.min(MOST, selected)));
  const rows = useDecoded(device, book.area.id, start, hex);
  const count = hex.length / 2;
  return (
    <section className="place-decoder" aria-label="Decoder">
      <h3>
        Decoder: byte {start}, {selected === 1 ? '1 byte' : `${selected} bytes`}
      </h3>
      {count === 0 ? (
        <p className="quiet">Read the area, then select bytes.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Type</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {sorted(rows, selected).map(({ type, address, text, doubt, count: own }) => (
              <tr key={address} data-doubtful={doubt !== null || undefined} data-fits={own === selected || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className="link-button mono"
                    title={doubt ?? `Takes ${address} into the address helper`}
                    onClick={() => addressChosen(device, address)}
                  >
                    {type === 'BOOL' ? address.split('.').slice(-2).join('.').replace(/^\D*/, 'bit ') : type}
                  </button>
                </th>
                <td className="mono">{text === '' ? <span className="quiet">empty</span> : text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Types that take just the selected bytes first, and bits last; what the bytes hardly are behind the others. */
const sorted = (rows: readonly DecodedPlace[], selected: number): readonly DecodedPlace[] => {
  const rank = ({ type, doubt, count }: DecodedPlace): number =>
    (type === 'BOOL' ? 4 : 0) + (count === selected ? 0 : 2) + (doubt === null ? 0 : 1);
  return rows.toSorted((a, b) => rank(a) - rank(b));
};

/** The bytes from a cell on as digits, as many as were read; follows what is read. */
function useHex(book: CellBook, start: number, most: number): string {
  const subscribe = useCallback((listener: () => void) => book.onChange(listener), [book]);
  return useSyncExternalStore(subscribe, () => {
    let count = Math.min(most, book.end - start);
    while (count > 0 && !book.bytes(start, count)) count--;
    const bytes = count > 0 ? book.bytes(start, count) : undefined;
    return [...(bytes ?? [])].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  });
}

function useDecoded(device: string, area: string, start: number, hex: string): readonly DecodedPlace[] {
  const [rows, setRows] = useState<readonly DecodedPlace[]>([]);
  useEffect(() => {
    if (hex === '') return undefined;
    const stop = new AbortController();
    rpc()
      .places.decode({ device, area, start, hex }, { signal: stop.signal })
      .then((found) => stop.signal.aborted || setRows(found))
      // The bytes stay as they are; what they mean is asked again with the next ones.
      .catch(() => undefined);
    return () => stop.abort();
  }, [device, area, start, hex]);
  return hex === '' ? [] : rows;
}
