import type { DeviceView, TagView } from '../../../src-shared/contract/devices.ts';
import type { Receipt } from '../../state/receipts.ts';
import { receiptWords } from './receipt-words.ts';
import { shownValue } from './written-value.ts';

/** A receipt with the tag and device it speaks of, where they still exist. */
export interface ReceiptRow {
  readonly receipt: Receipt;
  readonly tag: TagView | undefined;
  readonly device: DeviceView | undefined;
}

export const placeOf = ({ receipt, tag, device }: ReceiptRow): string =>
  `${device?.name ?? receipt.device_id} · ${tag?.name ?? receipt.tag_id}`;

export const changeOf = ({ receipt, tag }: ReceiptRow): string =>
  `${shownValue(receipt.previous, tag)} → ${shownValue(receipt.value, tag)}`;

/** `local (socket)`: the session, and the way it came. */
export const whoOf = ({ receipt }: ReceiptRow): string => `${receipt.actor} (${receipt.via})`;

const COPIED = ['Time', 'Device', 'Tag', 'From', 'To', 'Read back', 'Status', 'Text', 'Who', 'Reason', 'ms'] as const;

/** Receipts as a table for a spreadsheet: numbers without groups, times in ISO with their zone. */
export function copiedReceipts(rows: readonly ReceiptRow[]): string {
  const lines = rows.map(({ receipt, tag }) => [
    receipt.timestamp,
    receipt.device_id,
    receipt.tag_id,
    receipt.previous ?? '',
    receipt.value ?? '',
    receipt.read_back ?? '',
    receipt.status,
    receiptWords(receipt, tag).text,
    whoOf({ receipt, tag, device: undefined }),
    receipt.reason ?? '',
    Math.round(receipt.duration_ms),
  ]);
  return [COPIED, ...lines].map((cells) => cells.map((cell) => cellText(String(cell))).join('\t')).join('\r\n');
}

/** One line a cell; and what a spreadsheet would take for a formula, which a device or a reason may hold, is a text. */
function cellText(text: string): string {
  const line = text.replaceAll(/[\t\r\n]+/g, ' ');
  return /^[=@]|^[+-](?!\d)/.test(line) ? `'${line}` : line;
}
