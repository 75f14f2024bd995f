import type { DeviceUses } from '../../../src-shared/contract/devices.ts';
import type { EngineParts } from '../engine-parts.ts';

type Places = Pick<EngineParts, 'plant' | 'watchTables' | 'savedTrends' | 'checks'>;

/**
 * What stands in the project because of these devices, and goes or stays without values when they go.
 * @throws NexusError NX_NOT_FOUND for a device that is not there.
 */
export async function usesOfDevices(parts: Places, devices: readonly string[]): Promise<DeviceUses> {
  const entries = devices.map((id) => parts.plant.directory.device(id));
  const isOf = ({ device }: { readonly device: string }): boolean => devices.includes(device);
  const trends = (await parts.savedTrends.list()).map(({ id, document }) => ({
    name: document?.name ?? id,
    rows: document?.pens.filter(isOf).length ?? 0,
  }));
  const watches = (await parts.watchTables.list()).map(({ id, document }) => ({
    name: document?.name ?? id,
    rows: document?.rows.filter((row) => row.kind === 'tag' && isOf(row)).length ?? 0,
  }));
  const checks = (await parts.checks.sheets.list()).map(({ id, document }) => ({
    name: document?.name ?? id,
    rows: document?.loops.filter(isOf).length ?? 0,
  }));
  const isUsed = ({ rows }: { readonly rows: number }): boolean => rows > 0;
  return {
    tags: entries.reduce((sum, { device }) => sum + device.tags.length, 0),
    rules: entries.reduce(
      (sum, { device }) => sum + device.tags.reduce((all, tag) => all + (tag.quality_rules?.length ?? 0), 0),
      0,
    ),
    trends: trends.filter(isUsed),
    watches: watches.filter(isUsed),
    checks: checks.filter(isUsed),
  };
}
