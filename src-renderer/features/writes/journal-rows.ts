import type { DeviceView, TagView } from '../../../src-shared/contract/devices.ts';
import type { DisarmCause, WriteEntry } from '../../../src-shared/contract/writes.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';
import { formatClock } from '../../ui/time-format.ts';
import { receiptWords } from './receipt-words.ts';
import { shownValue } from './written-value.ts';

/** An entry of the journal with the tag and device it speaks of, where they still exist. */
export interface JournalRow {
  readonly entry: WriteEntry;
  readonly tag: TagView | undefined;
  readonly device: DeviceView | undefined;
}

export function placeOf({ entry, tag, device }: JournalRow): string {
  if (entry.kind === 'write') return `${device?.name ?? entry.device_id} · ${tag?.name ?? entry.tag_id}`;
  if (entry.kind === 'published') return entry.topic;
  if (entry.kind === 'called') return `${device?.name ?? entry.device_id} · ${methodOf(entry)}()`;
  return entry.device_id === null ? 'All devices' : (device?.name ?? entry.device_id);
}

export function changeOf({ entry, tag }: JournalRow): string {
  if (entry.kind === 'write') return `${shownValue(entry.previous, tag)} → ${shownValue(entry.value, tag)}`;
  if (entry.kind === 'published') return entry.bytes === 0 && entry.retain ? 'retained cleared' : messageOf(entry);
  if (entry.kind === 'called') return `called with ${entry.inputs.join(', ') || 'nothing'}`;
  return entry.kind === 'armed' ? `until ${formatClock(Date.parse(entry.until))}` : '';
}

const messageOf = ({ bytes, qos, retain }: Published): string =>
  `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}, QoS ${qos}${retain ? ', retained' : ''}`;

type Called = Extract<WriteEntry, { kind: 'called' }>;

/** The last part of a method's address: `Tank1.Reset`. */
const methodOf = ({ method }: Called): string => /;?[isgb]=(.*)$/.exec(method)?.[1] ?? method;

type Published = Extract<WriteEntry, { kind: 'published' }>;

const OUTCOMES: Readonly<Record<Published['outcome'], { readonly glyph: GlyphName; readonly word: string }>> = {
  done: { glyph: 'done', word: 'Published' },
  failed: { glyph: 'bad', word: 'Not published' },
  unknown: { glyph: 'unknown', word: 'Outcome not known' },
};

const CALLS: Readonly<Record<Called['outcome'], { readonly glyph: GlyphName; readonly word: string }>> = {
  done: { glyph: 'done', word: 'Called' },
  refused: { glyph: 'bad', word: 'Nothing was called' },
  failed: { glyph: 'bad', word: 'Refused by the device' },
  unknown: { glyph: 'unknown', word: 'Outcome not known' },
};

const CAUSES: Readonly<Record<DisarmCause, string>> = {
  asked: 'Disarmed',
  expired: 'Disarmed: time was up',
  link_lost: 'Disarmed: link lost',
  away: 'Disarmed: window left',
  armed_again: 'Armed anew',
  too_many: 'Disarmed: too many',
  locked: 'Disarmed: session locked',
  signed_out: 'Disarmed: session ended',
  engine_stopped: 'Disarmed: engine stopped',
};

/** How an entry stands, in a mark and a word. */
export function statusOf({ entry, tag }: JournalRow): { readonly glyph: GlyphName; readonly word: string } {
  if (entry.kind === 'write') return receiptWords(entry, tag);
  if (entry.kind === 'published') return OUTCOMES[entry.outcome];
  if (entry.kind === 'called') return CALLS[entry.outcome];
  return entry.kind === 'armed' ? { glyph: 'armed', word: 'Armed' } : { glyph: 'off', word: CAUSES[entry.cause] };
}

/** What a status means where that is not plain; empty where it is. */
export function meaningOf({ entry, tag }: JournalRow): string {
  if (entry.kind === 'called') return entry.text;
  return entry.kind !== 'write' || entry.status === 'DONE_VERIFIED' ? '' : receiptWords(entry, tag).text;
}

/** `local (socket)`: the session, and the way it came. */
export const whoOf = ({ entry }: JournalRow): string => `${entry.actor} (${entry.via})`;

const COPIED = ['Time', 'Device', 'Tag', 'From', 'To', 'Read back', 'Status', 'Text', 'Who', 'Reason', 'ms'] as const;

/** Entries as a table for a spreadsheet: numbers without groups, times in ISO with their zone. */
export function copiedEntries(rows: readonly JournalRow[]): string {
  const lines = rows.map((row) => {
    const { entry } = row;
    const who = [whoOf(row), entry.reason ?? ''];
    if (entry.kind === 'published') {
      const { outcome, topic } = entry;
      const what = ['', topic, '', changeOf(row), '', `PUBLISHED ${outcome}`, statusOf(row).word];
      return [entry.timestamp, ...what, ...who, ''];
    }
    if (entry.kind === 'called') {
      const { device_id: device, method, inputs, outcome, text } = entry;
      return [entry.timestamp, device, method, '', inputs.join(', '), '', `CALLED ${outcome}`, text, ...who, ''];
    }
    if (entry.kind !== 'write') {
      const to = entry.kind === 'armed' ? entry.until : '';
      const status = entry.kind === 'armed' ? 'ARMED' : `DISARMED ${entry.cause}`;
      return [entry.timestamp, entry.device_id ?? '*', '', '', to, '', status, statusOf(row).word, ...who, ''];
    }
    const { previous, value, read_back: seen } = entry;
    const what = [entry.device_id, entry.tag_id, previous ?? '', value ?? '', seen ?? '', entry.status];
    return [entry.timestamp, ...what, receiptWords(entry, row.tag).text, ...who, Math.round(entry.duration_ms)];
  });
  return [COPIED, ...lines].map((cells) => cells.map((cell) => cellText(String(cell))).join('\t')).join('\r\n');
}

/** One line a cell; and what a spreadsheet would take for a formula, which a device or a reason may hold, is a text. */
function cellText(text: string): string {
  const line = text.replaceAll(/[\t\r\n]+/g, ' ');
  return /^[=@]|^[+-](?!\d)/.test(line) ? `'${line}` : line;
}
