import { ISA95_LEVELS } from './topic.ts';

/** Where a device stands, as its topic prefix says it (`enterprise/site/area/line/device`); '' where the prefix ends before. */
export interface DevicePlace {
  readonly site: string;
  readonly area: string;
  readonly line: string;
}

const level = (levels: readonly string[], name: (typeof ISA95_LEVELS)[number]): string =>
  levels[ISA95_LEVELS.indexOf(name)] ?? '';

/** @param unsPrefix of the device: `acme/plant1/utilities/line1/boiler-1`. */
export function devicePlace(unsPrefix: string): DevicePlace {
  const levels = unsPrefix.split('/');
  return { site: level(levels, 'site'), area: level(levels, 'area'), line: level(levels, 'line') };
}
