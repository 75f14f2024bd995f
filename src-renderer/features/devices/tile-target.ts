/** Where a tile stands on the screen, px. */
export interface TilePlace {
  readonly left: number;
  readonly top: number;
}

/** Tiles of one row differ by less. */
const ROW_PX = 4;

/**
 * The tile that a key goes to from another, as they stand on the screen: sideways in reading order, up and down to the
 * nearest in the next row; undefined for a key that moves nothing.
 */
export function tileTarget(key: string, places: readonly TilePlace[], from: number): number | undefined {
  const last = places.length - 1;
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, from + 1);
    case 'ArrowLeft':
      return Math.max(0, from - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowDown':
    case 'ArrowUp':
      return nearestIn(places, from, key === 'ArrowDown' ? 1 : -1);
    default:
      return undefined;
  }
}

function nearestIn(places: readonly TilePlace[], from: number, step: 1 | -1): number {
  const own = places[from]!;
  const beyond = places
    .map((place, index) => ({ place, index }))
    .filter(({ place }) => (place.top - own.top) * step > ROW_PX);
  if (beyond.length === 0) return from;
  const rowTop = Math.min(...beyond.map(({ place }) => place.top * step)) * step;
  const row = beyond.filter(({ place }) => Math.abs(place.top - rowTop) <= ROW_PX);
  const off = (place: TilePlace): number => Math.abs(place.left - own.left);
  return row.reduce((best, one) => (off(one.place) < off(best.place) ? one : best)).index;
}
