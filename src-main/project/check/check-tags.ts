import type { DataType } from '../../../src-shared/domain/data-type.ts';
import { checkTag } from './check-tag.ts';
import type { TagSketch } from './device-sketch.ts';
import { below, type ReportFault } from './report-fault.ts';

/** What a driver finds at the address of a tag. */
export interface FoundAddress {
  /** The same for every way to write the address. */
  readonly cell: string;
  readonly dataType: DataType;
}

/**
 * Each tag of a device, and what must be unique among them.
 * @param readAt looks at the address with the eyes of the driver and reports what is wrong there.
 */
export function checkTags(
  tags: readonly TagSketch[],
  unsPrefix: string | undefined,
  readAt: (tag: TagSketch, report: ReportFault) => FoundAddress | undefined,
  report: ReportFault,
): void {
  const ids = new Map<string, number>();
  const names = new Map<string, number>();
  const addresses = new Map<string, { readonly index: number; readonly dataType: DataType }>();
  for (const sketch of tags) {
    const { index, tag } = sketch;
    const reportTag = below(report, 'tags', index);
    const sameId = tag.id === '' ? undefined : claim(ids, tag.id, index);
    if (sameId !== undefined)
      reportTag(
        'DUP_ID',
        ['id'],
        `“${tag.id}” is already used by tag ${sameId + 1}. Tag ids are unique within a device.`,
      );
    const sameName = tag.name === undefined ? undefined : claim(names, tag.name, index);
    if (sameName !== undefined)
      reportTag(
        'DUP_NAME',
        ['name'],
        `“${tag.name}” is also the name of tag ${sameName + 1}. Name one of them differently.`,
      );
    const found = readAt(sketch, reportTag);
    checkTag(tag, found?.dataType, unsPrefix, reportTag);
    if (!found) continue;
    const other = claim(addresses, found.cell, { index, dataType: found.dataType });
    if (other && other.dataType !== found.dataType)
      reportTag(
        'ADDR_OVERLAP',
        ['address'],
        `${found.cell} is read here as ${found.dataType} and in tags[${other.index}].address as ${other.dataType}. Check which one the device means.`,
      );
  }
}

function claim<T>(seen: Map<string, T>, key: string, owner: T): T | undefined {
  const other = seen.get(key);
  if (other === undefined) seen.set(key, owner);
  return other;
}
