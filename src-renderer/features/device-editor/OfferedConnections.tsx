import { List } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OfferedConnection } from '../../../src-shared/contract/drivers.ts';
import { messageId } from '../../../src-shared/errors/message-ids.ts';
import { faultMessage } from '../../forms/check-form.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { useMay } from '../../state/roles.ts';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';
import { Message } from '../../ui/Message.tsx';
import { TrustButton } from '../certificates/TrustButton.tsx';
import { offerChosen, offersAsked, useConnectionOffers } from './connection-offers.ts';
import { addressesOf } from './TrustHelp.tsx';

const PROTECTION: Readonly<
  Record<OfferedConnection['protection'], { readonly glyph: GlyphName; readonly word: string }>
> = {
  strong: { glyph: 'ok', word: 'Protected' },
  weak: { glyph: 'half', word: 'Weak' },
  open: { glyph: 'bad', word: 'Open' },
};

/** Below the fields of a connection: in which ways the device says that it can be connected to, best first. */
export function OfferedConnections({ tab }: { readonly tab: string }): ReactNode {
  const run = useConnectionOffers(({ byTab }) => byTab[tab]);
  const isLost = useLink(({ state }) => state.kind === 'lost');
  const mayAsk = useMay('configure');
  const isRunning = run?.state === 'running';
  return (
    <div className="offered-connections">
      <div className="offered-head">
        <button
          type="button"
          className="button"
          title="Asks the device in which ways it can be connected to. Nothing is saved."
          disabled={isLost || !mayAsk || isRunning}
          onClick={() => void offersAsked(tab)}
        >
          <List size={16} strokeWidth={1.5} aria-hidden />
          Get endpoints
        </button>
        <span className="quiet" role="status">
          {said(run)}
        </span>
      </div>
      {run?.reason ? <Message code={faultMessage(run.reason.code)} text={run.reason.text} /> : null}
      {run && run.offers.length > 0 ? <Offers tab={tab} offers={run.offers} chosen={run.chosen} /> : null}
    </div>
  );
}

function said(run: ReturnType<typeof useConnectionOffers.getState>['byTab'][string] | undefined): string {
  if (run?.state === 'running') return 'Asking…';
  if (run?.state !== 'done') return '';
  if (run.chosen) return 'Filled in above. Nothing was saved.';
  const { length } = run.offers;
  if (length === 0) return 'The device offers nothing that this gateway knows.';
  return length === 1 ? '1 endpoint.' : `${length} endpoints, best first.`;
}

function Protection({ of: { protection } }: { readonly of: OfferedConnection }): ReactNode {
  const { glyph, word } = PROTECTION[protection];
  return <Glyph name={glyph} title={word} />;
}

interface OffersProps {
  readonly tab: string;
  readonly offers: readonly OfferedConnection[];
  readonly chosen: OfferedConnection | null;
}

function Offers({ tab, offers, chosen }: OffersProps): ReactNode {
  const faulty = offers.find(({ certificate }) => certificate?.fault)?.certificate;
  const fault = faulty?.fault;
  return (
    <>
      <div className="offered-scroll" tabIndex={0} role="region" aria-label="Endpoints">
        <table className="offered-table">
          <caption className="visually-hidden">Endpoints, best first</caption>
          <thead>
            <tr>
              {offers[0]!.cells.map(({ title }) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">Choose</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {offers.map((offer, at) => (
              <tr key={`${at} ${offer.cells.map(({ text }) => text).join(' ')}`} data-chosen={offer === chosen}>
                {offer.cells.map(({ title, text }, column) => (
                  <td key={title}>
                    {column === 0 ? <Protection of={offer} /> : null} {text}
                  </td>
                ))}
                <td>
                  <button
                    type="button"
                    className="button"
                    aria-pressed={offer === chosen}
                    aria-label={`Use ${offer.cells
                      .slice(0, 2)
                      .map(({ text }) => text)
                      .join(', ')}`}
                    onClick={() => offerChosen(tab, offer)}
                  >
                    Use
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {fault ? (
        <div className="offered-fault">
          <Message code={faultMessage(fault.code)} text={fault.text} tone="warning" />
          {messageId(faultMessage(fault.code)) === 'ua.untrusted' ? (
            <TrustButton
              thumbprint={faulty?.thumbprint}
              addresses={addressesOf(tab)}
              onTrusted={() => void offersAsked(tab)}
            />
          ) : (
            <button type="button" className="button" onClick={() => tabOpened('certificates', 'kept')}>
              Show certificate
            </button>
          )}
        </div>
      ) : null}
    </>
  );
}
