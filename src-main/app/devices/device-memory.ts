import type { MemoryMapView, MemoryReadView, MemoryValue } from '../../../src-shared/contract/memory.ts';
import type { ByteOrder, DataType } from '../../../src-shared/domain/data-type.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { MemoryLook, MemoryQuestion } from '../../acquisition/memory-reader.ts';
import type { Inquiry } from '../../acquisition/probe-work.ts';
import type { DriverManifest } from '../../drivers/driver.ts';
import type { DriverMemory, MemoryArea, MemoryMap } from '../../drivers/memory.ts';
import { driverTag } from '../../project/check/check-device.ts';
import type { EngineParts } from '../engine-parts.ts';
import { placeOf } from '../twins/twin-place.ts';

const NEVER = new AbortController().signal;

type Parts = Pick<EngineParts, 'probes' | 'plant'>;

/** What a device of the project has to look at, and how it is reached. */
interface Looked {
  readonly id: string;
  readonly manifest: DriverManifest;
  readonly connection: unknown;
  readonly memory: DriverMemory;
}

/**
 * What a device has to look at cell by cell. Areas that only the device knows are asked for where it can be reached.
 * @throws NexusError NX_NOT_FOUND, NX_REQUEST_INVALID where the protocol has no such memory, and what the driver throws.
 */
export async function memoryMap(
  parts: Parts,
  id: string,
  named: readonly string[],
  signal = NEVER,
): Promise<MemoryMapView> {
  const { memory, connection } = lookedAt(parts, id);
  const known = [...new Set([...named, ...areasOfTags(parts, id)])].slice(0, MOST_NAMED);
  const told = await mapOf(parts, id, known, signal);
  const untold = memory.areas(connection).filter((area) => !told.areas.some((one) => one.id === area.id));
  const areas = [...untold, ...told.areas];
  return {
    title: memory.title,
    byteOrders: [...memory.byteOrders(connection)],
    areas: areas.map((area) => ({
      ...area,
      group: area.group ?? '',
      fault: area.fault ?? null,
      notations: [...area.notations],
    })),
    facts: [...told.facts],
    hasPlaces: memory.places !== undefined,
    instead: memory.instead?.(connection) ?? null,
  };
}

/** Areas that a device may not list and is asked for all the same: each costs some requests. */
const MOST_NAMED = 64;

/** Where the tags of a device lie: areas that there must be. */
function areasOfTags(parts: Parts, id: string): readonly string[] {
  const { places } = lookedAt(parts, id).memory;
  if (!places) return [];
  return parts.plant.directory.device(id).device.tags.map((tag) => places.placeOf(driverTag(tag)).area);
}

/** A run of cells of a device of the project. */
export interface DeviceCells {
  readonly device: string;
  readonly area: string;
  readonly start: number;
  readonly count: number;
}

/**
 * One look at cells of a device: over the link that stands, or over one of its own where none does.
 * @throws NexusError as `memoryMap`, and NX_REQUEST_INVALID for cells outside the area.
 */
export async function readMemory(parts: Parts, cells: DeviceCells, signal = NEVER): Promise<MemoryReadView> {
  const area = await memoryArea(parts, cells, signal);
  const { isOwnConnection, bytes, unread, timeUs, tookMs, requests } = await lookAt(parts, cells, area, signal);
  return {
    start: cells.start,
    count: cells.count,
    bytes: Buffer.from(bytes).toString('base64'),
    unread: unread.map((run) => ({ ...run, reason: { ...run.reason } })),
    timeUs,
    tookMs,
    requests,
    isOwnConnection,
  };
}

/** The area of the cells. @throws NexusError as `readMemory` */
export async function memoryArea(parts: Parts, cells: DeviceCells, signal = NEVER): Promise<MemoryArea> {
  const { start, count } = cells;
  const area = await areaOf(parts, lookedAt(parts, cells.device), cells.area, signal);
  if (start >= area.first && start + count - 1 <= area.last) return area;
  const text = `${area.title} has cells ${area.first}–${area.last}, and ${start}–${start + count - 1} was asked for.`;
  throw new NexusError('NX_REQUEST_INVALID', text, { area: area.id, start, count });
}

/** One look at cells that are known to be in the area. Rejects as the driver does. */
export async function lookAt(
  parts: Parts,
  { device: id, ...extent }: DeviceCells,
  { perRequest, cell }: Pick<MemoryArea, 'perRequest' | 'cell'>,
  signal: AbortSignal,
  how: Pick<MemoryQuestion, 'paceMs' | 'atLeast'> = {},
): Promise<MemoryLook & { readonly isOwnConnection: boolean }> {
  const question = { ...extent, ...how, perRequest, cellBytes: cell === 'register' ? 2 : 1 } as const;
  const over = await parts.plant.look(id, question);
  const look = over ?? (await askApart(parts, lookedAt(parts, id), { method: 'look', question }, signal));
  return { ...(look as MemoryLook), isOwnConnection: !over };
}

/**
 * Tags that read values in the memory of a device, in the form of its file.
 * @throws NexusError as `memoryMap`, and NX_ADDRESS_* for what no tag can read.
 */
export function memoryTags(parts: Parts, id: string, values: readonly MemoryValue[]): Record<string, unknown>[] {
  const { memory, connection } = lookedAt(parts, id);
  return values.map(({ dataType, byteOrder, ...value }) => {
    const tag = memory.tagAt(
      { ...value, dataType: dataType as DataType, byteOrder: byteOrder as ByteOrder | undefined },
      connection,
    );
    return {
      address: tag.address,
      ...(tag.dataType !== undefined && { data_type: tag.dataType }),
      ...(tag.byteOrder !== undefined && { byte_order: tag.byteOrder }),
      ...(tag.length !== undefined && { length: tag.length }),
    };
  });
}

function lookedAt({ plant }: Parts, id: string): Looked {
  const { device } = plant.directory.device(id);
  const { manifest, connection } = device;
  if (!manifest.memory) {
    const text = `${manifest.title} has no memory to look at cell by cell. Use its tags instead.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { protocol: manifest.id });
  }
  return { id, manifest, connection, memory: manifest.memory };
}

/** Areas of the manifest are known without asking; the device is asked only for others. */
async function areaOf(
  parts: Parts,
  { id, memory, connection }: Looked,
  name: string,
  signal: AbortSignal,
): Promise<MemoryArea> {
  const known = memory.areas(connection).find((area) => area.id === name) ?? memory.areaOf?.(name, connection);
  const area = known ?? (await mapOf(parts, id, [], signal)).areas.find((one) => one.id === name);
  if (area) return area;
  throw new NexusError('NX_REQUEST_INVALID', `“${name}” is no area of this device.`, { area: name });
}

const NOTHING: MemoryMap = { areas: [], facts: [] };

async function mapOf(parts: Parts, id: string, named: readonly string[], signal: AbortSignal): Promise<MemoryMap> {
  const looked = lookedAt(parts, id);
  if (!looked.memory.tellsMap) return NOTHING;
  const over = await parts.plant.memoryMap(id, named);
  return (
    over ??
    ((await askApart(parts, looked, { method: 'memoryMap', named }, signal)) as MemoryMap | undefined) ??
    NOTHING
  );
}

/** Over a connection of its own, to the twin where the device is simulated. */
function askApart(
  { probes, plant }: Parts,
  { id, manifest, connection }: Looked,
  inquiry: Inquiry,
  signal: AbortSignal,
): Promise<unknown> {
  const place = placeOf({ manifest, connection }, plant.simulatorPort(id));
  return probes.ask({ protocol: place.manifest.id, connection: place.connection, tags: [], inquiry }, signal);
}
