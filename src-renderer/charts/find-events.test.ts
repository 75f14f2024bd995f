import { describe, expect, it } from 'vitest';
import { eventsNear, laneAt } from './find-events.ts';
import { EVENT_LANE_PX, type EventLanes } from './trend-scene.ts';

const moment = (kind: string, atUs: number) => ({ kind, atUs, toUs: null, isOver: true, text: `${kind} ${atUs}` });
const lanes: EventLanes = {
  lanes: [
    { kind: 'write', label: 'Writes' },
    { kind: 'outage', label: 'Outages' },
  ],
  events: [
    moment('write', 100),
    { kind: 'outage', atUs: 100, toUs: 200, isOver: true, text: 'over' },
    { kind: 'outage', atUs: 500, toUs: null, isOver: false, text: 'going on' },
    moment('rule', 100),
  ],
};
const near = (timeUs: number): readonly string[] => eventsNear(lanes, timeUs, 5).map(({ text }) => text);

describe('the events of a chart', () => {
  it('are found at their tick, and along what took time', () => {
    expect(near(104)).toEqual(['write 100', 'over']);
    expect(near(150)).toEqual(['over']);
    expect(near(300)).toEqual([]);
    expect(near(9_000)).toEqual(['going on']);
  });

  it('stand in lanes from the bottom', () => {
    expect(laneAt(lanes, 1)).toBe('outage');
    expect(laneAt(lanes, EVENT_LANE_PX + 1)).toBe('write');
    expect(laneAt(lanes, 2 * EVENT_LANE_PX + 1)).toBeUndefined();
    expect(laneAt(lanes, -1)).toBeUndefined();
    expect(laneAt({ lanes: [], events: [] }, 1)).toBeUndefined();
  });
});
