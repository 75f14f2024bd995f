import type { WriteReceipt } from '../../../src-shared/contract/writes.ts';
import { messageId } from '../../../src-shared/errors/message-ids.ts';
import { assertNever } from '../../../src-shared/util/assert-never.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';
import { exactValue, shownValue, type WrittenStyle } from './written-value.ts';

export type EndOfWrite = Pick<WriteReceipt, 'status' | 'value' | 'read_back' | 'error' | 'duration_ms'>;

/** The end of a write for a person: a mark, a few words, and a sentence with what it means. */
export interface ReceiptWords {
  readonly glyph: GlyphName;
  readonly tone: 'ok' | 'warning' | 'error' | 'quiet';
  readonly word: string;
  readonly text: string;
}

/** Says so wherever nobody knows: a second write on a guess is what hurts. */
export const LOOK_FIRST = 'Look at the value that the device holds before you write again.';

export function receiptWords(end: EndOfWrite, style: WrittenStyle | undefined): ReceiptWords {
  const asked = exactValue(end.value, style);
  switch (end.status) {
    case 'DONE_VERIFIED': {
      const text = `The device took ${asked}, and a fresh read gave the same value.`;
      return { glyph: 'done', tone: 'ok', word: 'Done, verified', text };
    }
    case 'DONE':
      return end.read_back === null ? notReadBack(asked) : holdsAnother(end, style);
    case 'REJECTED': {
      const text = endingWith(end.error?.message ?? '', 'Nothing was sent.');
      return { glyph: 'off', tone: 'warning', word: 'Refused, not sent', text };
    }
    case 'FAILED': {
      const text = coded(end.error?.message ?? 'The device did not take the value.', end.error?.code);
      return { glyph: 'bad', tone: 'error', word: 'Failed', text };
    }
    case 'UNKNOWN': {
      const cause = end.error?.message ?? 'No answer came.';
      const may = /may have reached/.test(cause) ? cause : `${cause} The write may have reached the device.`;
      return { glyph: 'unknown', tone: 'warning', word: 'Outcome not known', text: `${may} ${LOOK_FIRST}` };
    }
    default:
      return assertNever(end.status);
  }
}

/** The id of its text in the message catalogue; undefined where all is well. */
export function receiptMessageId({ status, read_back, error }: EndOfWrite): string | undefined {
  if (status === 'DONE') return read_back === null ? undefined : 'wr.mismatch';
  if (status === 'UNKNOWN') return 'wr.unknown';
  return error ? messageId(error.code) : undefined;
}

function notReadBack(asked: string): ReceiptWords {
  const text = `The device took ${asked}. It was not read back, so look at the value before you rely on it.`;
  return { glyph: 'half', tone: 'warning', word: 'Done, not verified', text };
}

function holdsAnother({ value, read_back: seen }: EndOfWrite, style: WrittenStyle | undefined): ReceiptWords {
  // Where both look the same in the digits of the tag, only all digits tell them apart.
  const form = shownValue(value, style) === shownValue(seen, style) ? exactValue : shownValue;
  const text = `Wrote ${form(value, style)}, read back ${form(seen, style)}. The device may limit or round this value.`;
  return { glyph: 'half', tone: 'warning', word: 'Done, holds another value', text };
}

function endingWith(message: string, sentence: string): string {
  return message.toLowerCase().includes(sentence.slice(0, -1).toLowerCase())
    ? message
    : `${message} ${sentence}`.trim();
}

const coded = (message: string, code: string | undefined): string =>
  code === undefined || message.includes(code) ? message : `${message} (${code})`;
