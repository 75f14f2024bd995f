/**
 * True when lists and maps nest at most `levels` deep. Walks without recursion: what it guards against is a stack that
 * overflows.
 */
export function isShallow(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const inside = level.filter((item) => typeof item === 'object' && item !== null);
    if (inside.length > 0 && depth >= levels) return false;
    level = inside.flatMap((item) => Object.values(item));
  }
  return true;
}
