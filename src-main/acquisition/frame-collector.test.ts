import { expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { FrameCollector } from './frame-collector.ts';

it('keeps copies of the frames of a moment, and passes all of them on', () => {
  const clock = new FakeClock();
  const seen: string[] = [];
  const collector = new FrameCollector(clock, (direction, bytes) => seen.push(`${direction} ${bytes[0]}`));
  const buffer = Uint8Array.of(1);
  collector.listener('sent', buffer);
  const moment = collector.begin();
  buffer[0] = 2;
  collector.listener('sent', buffer);
  buffer[0] = 3;
  collector.listener('received', buffer);
  const kept = moment.end();
  collector.listener('received', buffer);
  expect(kept.map(({ isSent, bytes }) => [isSent, bytes[0]])).toEqual([
    [true, 2],
    [false, 3],
  ]);
  expect(seen).toEqual(['sent 1', 'sent 2', 'received 3', 'received 3']);
});

it('is not filled without end by a read of many frames', () => {
  const collector = new FrameCollector(new FakeClock(), undefined);
  const moment = collector.begin();
  for (let i = 0; i < 1_000; i++) collector.listener('received', Uint8Array.of(i));
  expect(moment.end().length).toBe(200);
});
