import type { PeekedValue } from '../../../src-shared/contract/values.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { WriteValue } from '../../drivers/driver.ts';
import type { FreshReading } from './fresh-readings.ts';

/** What is told of one value that was read for somebody, whatever became of it. */
export type FreshView = Omit<PeekedValue, 'dataType'>;

/** A value as JSON can carry it: exact 64-bit integers as text. */
export const plainValue = (value: WriteValue | null): FreshView['raw'] =>
  typeof value === 'bigint' ? String(value) : typeof value === 'number' && !Number.isFinite(value) ? null : value;

/** One row of what was read. */
export function freshView({ raw, status, timeUs, fault }: FreshReading, readUs: number): FreshView {
  const why = fault === undefined ? null : { code: 'NX_DRIVER_REJECTED', text: fault };
  return { raw: plainValue(raw), status, timeUs, readUs, fault: why };
}

/** A row of which nothing was read. */
export const notRead = (code: string, text: string): FreshView => ({
  raw: null,
  status: STATUS.BadNotConnected,
  timeUs: 0,
  readUs: 0,
  fault: { code, text },
});
