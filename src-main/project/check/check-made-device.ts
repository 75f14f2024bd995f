import type { Device } from '../../../src-shared/domain/device.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { DriverManifest } from '../../drivers/driver.ts';
import type { TagSketch } from './device-sketch.ts';
import { below, type ReportFault } from './report-fault.ts';

/** A calculated device has no keys of a connection, so it need not have the connection either. */
export function withConnection(value: unknown, drivers: readonly DriverManifest[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'connection' in value) return value;
  const protocol = (value as Readonly<Record<string, unknown>>)['protocol'];
  const isMade = drivers.some(({ id, expressions }) => expressions && id === protocol);
  return isMade ? { ...value, connection: {} } : value;
}

const INSTEAD = {
  scale: 'There is no raw value to scale. Write {…} * 2 in the expression.',
  offset: 'There is no raw value to shift. Write {…} + 2 in the expression.',
  raw_low: 'There is no raw value with a range. Write the scaling in the expression.',
  raw_high: 'There is no raw value with a range. Write the scaling in the expression.',
  unit_from: 'There is no device with a unit of its own. Convert in the expression.',
  clamp_low: 'Write clamp({…}, low, high) in the expression, so that tags made of this one see it too.',
  clamp_high: 'Write clamp({…}, low, high) in the expression, so that tags made of this one see it too.',
} as const satisfies Partial<Record<keyof Tag, string>>;

/** What a device without a wire cannot have. */
export function checkMadeDevice(
  head: Partial<Pick<Device, 'simulated'>>,
  tags: readonly TagSketch[],
  report: ReportFault,
): void {
  if (head.simulated !== undefined && head.simulated !== 'off')
    report(
      'VALUE',
      ['simulated'],
      'A calculated device is not simulated: its tags follow those that they are made of. Write off.',
    );
  for (const { index, tag } of tags) {
    const reportTag = below(report, 'tags', index);
    for (const [key, text] of Object.entries(INSTEAD))
      if (tag[key as keyof typeof INSTEAD] !== undefined) reportTag('WRONG_TYPE', [key], text);
  }
}
