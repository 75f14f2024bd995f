import { type ChartEvent, EVENT_LANE_PX, type EventLanes } from './trend-scene.ts';

/** The events of the lanes that stand at a time, give or take. */
export function eventsNear({ lanes, events }: EventLanes, timeUs: number, reachUs: number): readonly ChartEvent[] {
  const kinds = new Set(lanes.map(({ kind }) => kind));
  return events.filter(({ kind, atUs, toUs, isOver }) => {
    const endUs = toUs ?? (isOver ? atUs : Number.POSITIVE_INFINITY);
    return kinds.has(kind) && atUs - reachUs <= timeUs && endUs + reachUs >= timeUs;
  });
}

/** The kind of the lane at a height; undefined above all of them. @param risePx from the bottom of the plot, CSS px. */
export function laneAt({ lanes }: EventLanes, risePx: number): string | undefined {
  if (risePx < 0) return undefined;
  return lanes.at(-1 - Math.floor(risePx / EVENT_LANE_PX))?.kind;
}
