import type { AccessScope } from './access.ts';

/** Where a device stands in the plant: the levels of its topic after the enterprise (ISA-95). */
export interface PlantPlace {
  readonly site: string | undefined;
  readonly area: string | undefined;
  readonly line: string | undefined;
  readonly device: string;
}

/** The place of a device by its topic prefix: `enterprise/site/area/line/…`. */
export function placeOf(device: string, prefix: string): PlantPlace {
  const [, site, area, line] = prefix.split('/');
  return { site, area, line, device };
}

/** Whether a place lies within a scope: each level that it names must match one of its globs; a level that is not there matches none. */
export function inScope(scope: AccessScope | undefined, place: PlantPlace): boolean {
  if (scope === undefined) return true;
  return (['site', 'area', 'line', 'device'] as const).every((level) => {
    const globs = scope[level];
    const name = place[level];
    return globs === undefined || (name !== undefined && globs.some((glob) => matches(glob, name)));
  });
}

/** `*` stands for any letters, everything else for itself. No regular expression is made of it: a glob cannot be slow. */
function matches(glob: string, name: string): boolean {
  const [first, ...parts] = glob.split('*');
  if (parts.length === 0) return glob === name;
  if (!name.startsWith(first!)) return false;
  const last = parts.pop()!;
  let at = first!.length;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
