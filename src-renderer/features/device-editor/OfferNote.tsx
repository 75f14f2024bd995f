import type { ReactNode } from 'react';
import type { ProtocolOffer } from './device-edit.ts';
import { offerTaken } from './device-edits.ts';

/** An address of another protocol stands in the field: what it is, and the way there where there is one. */
export function OfferNote({
  tab,
  offer: { id, text, title },
}: {
  readonly tab: string;
  readonly offer: ProtocolOffer;
}): ReactNode {
  const article = /^[aeiou]/i.test(title) ? 'an' : 'a';
  return (
    <p className="device-offer" role="status">
      “{text}” is {article} {title} address.
      {id === undefined ? (
        <> This gateway does not have {title}. What you typed was left as it is.</>
      ) : (
        <button type="button" className="button" onClick={() => offerTaken(tab)}>
          Switch to {title}
        </button>
      )}
    </p>
  );
}
