import { type ReactNode, useId } from 'react';
import type { FoundPlace, PlaceFields, PlaceReading } from '../../../../src-shared/contract/places.ts';
import { Message } from '../../../ui/Message.tsx';
import { blocksChanged, useBlocksOf } from './blocks-store.ts';
import { addressesWatched, tagsAdded } from './make-tags.ts';
import { PlaceFieldsForm } from './PlaceFieldsForm.tsx';
import { builtPlace, useFoundPlace, usePlaceValue } from './use-address.ts';

interface AddressHelperProps {
  readonly device: string;
  /** Areas that the device has. */
  readonly areas: readonly string[];
  /** Of areas, where they are known. */
  readonly lengths: Readonly<Record<string, number>>;
}

/** An address both ways: what is typed fills the fields, and fields make an address; with its value of now. */
export function AddressHelper({ device, areas, lengths }: AddressHelperProps): ReactNode {
  const { address, types } = useBlocksOf(device);
  const id = useId();
  const { found, good } = useFoundPlace(device, address, lengths);
  const place = found?.place ?? null;
  const isReadable = place !== null && place.remarks.every(({ isWarning }) => isWarning);
  const reading = usePlaceValue(device, isReadable ? place.canonical : undefined);
  const typed = (text: string): void => blocksChanged(device, { address: text });
  const changed = async (fields: PlaceFields): Promise<void> => {
    const built = await builtPlace(device, fields).catch(() => undefined);
    // What is wrong is told at the address, as if it had been typed.
    typed(built?.place?.canonical ?? textOf(fields));
  };
  const forms = place ? [{ address: place.canonical }] : [];
  return (
    <section className="address-helper" aria-label="Address helper">
      <h3>Address helper</h3>
      <label htmlFor={id}>Address</label>
      <input
        id={id}
        className="field mono"
        value={address}
        placeholder="DB10.DBD4:REAL"
        spellCheck={false}
        aria-invalid={found?.fault ? true : undefined}
        aria-describedby={`${id}-said`}
        onChange={({ target }) => typed(target.value)}
      />
      <div id={`${id}-said`} className="address-said">
        <Said found={found} />
      </div>
      <PlaceFieldsForm place={good} types={types} areas={areas} onChange={(fields) => void changed(fields)} />
      <p className="address-now" role="status">
        {place ? (
          <>
            → <span className="mono">{place.canonical}</span> · <Now reading={reading} />
          </>
        ) : (
          <span className="quiet">Type an address, or choose area, type and byte.</span>
        )}
      </p>
      {place && place.notations.length > 1 ? (
        <p className="quiet">also: {place.notations.filter((text) => text !== place.canonical).join(' · ')}</p>
      ) : null}
      <div className="address-actions">
        <button type="button" className="button" disabled={!place} onClick={() => tagsAdded(device, forms)}>
          Add tag
        </button>
        <button type="button" className="button" disabled={!place} onClick={() => addressesWatched(device, forms)}>
          Add to watch
        </button>
      </div>
    </section>
  );
}

/** What fields say that make no address. */
const textOf = ({ area, start, bit, type }: PlaceFields): string =>
  bit === null ? `${area},${type}${start}` : `${area},X${start}.${bit}`;

function Said({ found }: { readonly found: FoundPlace | null }): ReactNode {
  if (found?.fault) return <Message code={found.fault.code} text={found.fault.text} />;
  return found?.place?.remarks.map(({ code, text, isWarning }) => (
    <Message
      key={code}
      code={code}
      text={isWarning ? `${text} (warning)` : text}
      tone={isWarning ? 'warning' : 'error'}
    />
  ));
}

function Now({ reading }: { readonly reading: PlaceReading | null }): ReactNode {
  if (!reading) return '…';
  if (reading.text !== null)
    return (
      <>
        <strong className="mono">{reading.text}</strong>
        {reading.doubt === null ? null : <span className="quiet"> ◐ {reading.doubt}</span>}
      </>
    );
  return reading.reason ? <Message code={reading.reason.code} text={reading.reason.text} /> : '—';
}
