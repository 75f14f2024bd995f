import type { DataType } from '../../../src-shared/domain/data-type.ts';
import { type NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { deviceValue } from '../../acquisition/device-value.ts';
import type { LooseReadings } from '../../acquisition/read-loose.ts';
import type { DriverTag, WriteValue } from '../../drivers/driver.ts';
import type { Plant } from '../plant.ts';
import { placeOf } from '../twins/twin-place.ts';

/** What one address held when it was read for somebody. */
export interface FreshReading {
  /** In device units, bytes as base64; null where it gave no good value. */
  readonly raw: WriteValue | null;
  /** OPC UA StatusCode. */
  readonly status: number;
  /** The time of the source, µs; that of the reading where the protocol has none. */
  readonly timeUs: number;
  /** Why it is Bad, where the driver knows. */
  readonly fault: string | undefined;
}

export interface FreshReadings {
  readonly readUs: number;
  /** In the order of the tags. */
  readonly rows: readonly FreshReading[];
}

/**
 * Reads addresses of a device once, now, whether it has tags there or not. No points are made of them.
 * @returns why nothing was read, where nothing was.
 */
export async function readFresh(
  plant: Plant,
  device: string,
  tags: readonly DriverTag[],
): Promise<FreshReadings | Pick<NexusError, 'code' | 'text'>> {
  let read: LooseReadings | undefined;
  try {
    read = await plant.readLoose(device, tags);
  } catch (error) {
    return toNexusError(error);
  }
  if (!read) return { code: 'NX_DRIVER_DISCONNECTED', text: notConnected(plant, device) };
  const { columns, receivedUs } = read;
  const { manifest, connection } = placeOf(plant.directory.device(device).device, plant.simulatorPort(device));
  const faults = new Map(read.faults);
  const rows = tags.map(
    (tag, row): FreshReading => ({
      raw: valueOfRow(manifest.describeAddress(tag, connection).dataType, columns, row),
      status: columns.status[row]!,
      timeUs: columns.timeUs[row] || receivedUs,
      fault: faults.get(row),
    }),
  );
  return { readUs: receivedUs, rows };
}

function notConnected(plant: Plant, device: string): string {
  const { status } = plant.devices.health(plant.directory.device(device));
  const reason = 'reason' in status && status.reason ? ` ${status.reason.text}` : '';
  return `“${device}” is not connected, so nothing was read.${reason}`;
}

/** One row of many as a value in device units. */
function valueOfRow(type: DataType, columns: LooseReadings['columns'], row: number): WriteValue | null {
  return deviceValue(type, {
    timeUs: columns.timeUs.subarray(row, row + 1),
    value: columns.value.subarray(row, row + 1),
    status: columns.status.subarray(row, row + 1),
    cells: columns.cells.filter((cell) => cell.row === row),
  });
}
