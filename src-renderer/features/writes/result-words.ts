import { assertNever } from '../../../src-shared/util/assert-never.ts';
import type { WriteState } from '../../state/prepared-writes.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';
import { formatInterval } from '../../ui/time-format.ts';
import { receiptWords } from './receipt-words.ts';
import { shownValue, type WrittenStyle } from './written-value.ts';

/** The end of a write in a cell: a mark and a word; and the message that belongs to it, unless all is well. */
export interface ResultWords {
  readonly glyph: GlyphName;
  readonly tone: 'ok' | 'warning' | 'error' | 'quiet';
  readonly word: string;
  readonly message: { readonly code: string; readonly text: string } | undefined;
}

/** @param deviceName for what is disarmed. */
export function resultWords(state: WriteState, style: WrittenStyle, deviceName: string): ResultWords {
  switch (state.kind) {
    case 'running':
      return { glyph: 'connecting', tone: 'quiet', word: 'Writing…', message: undefined };
    case 'not-sent':
      return { glyph: 'off', tone: 'warning', word: 'Not sent', message: { code: state.code, text: state.text } };
    case 'no-receipt':
      return { glyph: 'unknown', tone: 'warning', word: 'Unknown', message: { code: 'wr.unknown', text: state.text } };
    case 'ended':
      return endWords(state, style, deviceName);
    case 'pulsed':
      return pulseWords(state, style, deviceName);
    default:
      return assertNever(state);
  }
}

/** A pulse is well when it was switched on and read to be off again; otherwise what went wrong of it is told. */
function pulseWords(
  { on, off, atUs }: Extract<WriteState, { kind: 'pulsed' }>,
  style: WrittenStyle,
  deviceName: string,
): ResultWords {
  if (!off) return endWords({ kind: 'ended', receipt: on, atUs }, style, deviceName);
  if (on.success && off.status === 'DONE_VERIFIED')
    return { glyph: 'done', tone: 'ok', word: `Pulse ${formatInterval(off.duration_ms)}`, message: undefined };
  if (off.success) {
    const begin = on.success ? '' : 'Whether the pulse began is not known. ';
    const { message, ...words } = endWords({ kind: 'ended', receipt: off, atUs }, style, deviceName);
    const text = `${begin}${message?.text ?? `It was switched off: read back ${shownValue(off.read_back, style)}.`}`;
    return { ...words, tone: 'warning', message: { code: message?.code ?? 'wr.pulse', text } };
  }
  const { text } = receiptWords(off, style);
  return {
    glyph: 'bad',
    tone: 'error',
    word: 'Left on?',
    message: { code: 'wr.pulse', text: `The pulse began, and its end did not succeed: ${text} Look at the value now.` },
  };
}

/** Codes of refusals that have a text in the catalogue. */
const REFUSED: Readonly<Record<string, string>> = {
  NOT_ARMED: 'wr.disarmed',
  OUT_OF_RANGE: 'wr.limit',
  BUSY: 'wr.busy',
  NOT_CONFIRMED: 'wr.critical',
};

function endWords(
  { receipt }: Extract<WriteState, { kind: 'ended' }>,
  style: WrittenStyle,
  deviceName: string,
): ResultWords {
  const { status, error, read_back: seen, duration_ms: tookMs } = receipt;
  const { glyph, tone, text } = receiptWords(receipt, style);
  switch (status) {
    case 'DONE_VERIFIED':
      return { glyph, tone, word: formatInterval(tookMs), message: undefined };
    case 'DONE':
      if (seen === null) return { glyph, tone, word: 'Not read back', message: { code: 'wr.unverified', text } };
      return { glyph, tone, word: `≠ ${shownValue(seen, style)}`, message: { code: 'wr.mismatch', text } };
    case 'REJECTED': {
      const code = REFUSED[error?.code ?? ''] ?? error?.code ?? status;
      const words = code === 'wr.disarmed' ? `Writes are disarmed. Arm ${deviceName} first (F8).` : text;
      return { glyph: 'bad', tone: 'error', word: 'Refused', message: { code, text: words } };
    }
    case 'FAILED':
      return { glyph: 'bad', tone, word: 'Failed', message: { code: 'wr.refused', text } };
    case 'UNKNOWN': {
      const words = `No answer within ${formatInterval(Math.round(tookMs / 100) * 100)}. The write may have reached the device.`;
      return { glyph, tone, word: 'Unknown', message: { code: 'wr.unknown', text: words } };
    }
    default:
      return assertNever(status);
  }
}
