import { type ReactNode, useEffect, useRef } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { type Receipt, useReceipts } from '../../state/receipts.ts';
import { writeClosed } from '../../state/writing.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatInterval } from '../../ui/time-format.ts';
import { LiveAge, LiveValue } from '../tags/LiveCells.tsx';
import { LOOK_FIRST, type ReceiptWords, receiptMessageId, receiptWords } from './receipt-words.ts';
import type { WriteEnd } from './send-write.ts';

interface OutcomeStepProps {
  readonly tag: TagView;
  readonly end: WriteEnd;
  readonly onAgain: () => void;
}

/** The last step: what became of the write, and what the tag holds now. */
export function OutcomeStep({ tag, end, onAgain }: OutcomeStepProps): ReactNode {
  const close = useRef<HTMLButtonElement>(null);
  const late = useReceipts((state) => lateReceipt(state.list, end));
  useEffect(() => close.current?.focus(), []);
  const receipt = end.kind === 'receipt' ? end.receipt : late;
  const words = receipt ? receiptWords(receipt, tag) : withoutReceipt(end);
  return (
    <div className="write-form">
      <div className="write-outcome" data-tone={words.tone} role={words.tone === 'ok' ? 'status' : 'alert'}>
        <p className="write-outcome-word">
          <Glyph name={words.glyph} /> {words.word}
        </p>
        <p data-msg={receipt ? receiptMessageId(receipt) : undefined}>{words.text}</p>
      </div>
      <dl className="write-facts">
        <dt>Now</dt>
        <dd className="write-now">
          <LiveValue tag={tag} unit="shown" />
          <span className="quiet">
            <LiveAge tag={tag} /> ago
          </span>
        </dd>
        {receipt ? (
          <>
            <dt>Took</dt>
            <dd>{formatInterval(receipt.duration_ms)}</dd>
          </>
        ) : null}
      </dl>
      <p className="quiet">The receipt is kept in Writes.</p>
      <div className="write-actions">
        <button type="button" className="button" onClick={onAgain}>
          Write another value
        </button>
        <button ref={close} type="button" className="button primary" onClick={writeClosed}>
          Close
        </button>
      </div>
    </div>
  );
}

/** A receipt that arrived by another way after the answer was lost. */
const lateReceipt = (list: readonly Receipt[], end: WriteEnd): Receipt | undefined =>
  end.kind === 'no-receipt' ? list.find((receipt) => receipt.request_id === end.requestId) : undefined;

function withoutReceipt(end: WriteEnd): ReceiptWords {
  if (end.kind === 'not-sent') {
    return { glyph: 'off', tone: 'warning', word: 'Not sent', text: `${end.text} Nothing was sent.` };
  }
  const text = `The gateway did not answer, so no receipt came. The write may have reached the device. ${LOOK_FIRST}`;
  return { glyph: 'unknown', tone: 'warning', word: 'Outcome not known', text };
}
