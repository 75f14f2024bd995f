import { describe, expect, it } from 'vitest';
import { Cursor } from '../../log/cursor/cursor.ts';
import { Delivery } from './delivery.ts';
import { SendWindow } from './send-window.ts';

const place = (seq: number) => ({ logId: 'log', segment: 1, lane: 0, seq });

function rig(): { cursor: Cursor; window: SendWindow; delivery: Delivery } {
  const cursor = new Cursor();
  const window = new SendWindow(10);
  return { cursor, window, delivery: new Delivery(cursor, window) };
}

describe('the way of acknowledgements back to the cursor', () => {
  it('counts the points of a message that covers a run of rows, and those it leaves out as quarantined', () => {
    const { cursor, window, delivery } = rig();
    delivery.begin(place(1), 10, 0, 0, false);
    window.push('a', 'four of five', 4, 5);
    window.push('a', 'three of four', 3, 9);
    delivery.finish();
    window.end(1, 'delivered');
    expect(delivery.settle()).toBe(false);
    window.end(0, 'delivered');
    expect(delivery.settle()).toBe(true);
    expect(cursor.counts).toMatchObject({ delivered: 7, quarantined: 3 });
    expect(cursor.has(place(1))).toBe(true);
  });

  it('stops inside a record behind the run that was acknowledged', () => {
    const { cursor, window, delivery } = rig();
    delivery.begin(place(1), 8, 2, 0, false);
    window.push('a', 'rows 2 to 5', 4, 6);
    window.push('a', 'rows 6 and 7', 2, 8);
    delivery.finish();
    window.end(0, 'delivered');
    delivery.settle();
    expect(cursor.rowsOf(place(1))).toBe(6);
    expect(cursor.counts.delivered).toBe(4);
  });

  it('quarantines every point of a batch that the broker refuses', () => {
    const { cursor, window, delivery } = rig();
    delivery.begin(place(1), 5, 0, 0, false);
    window.push('a', 'all', 5, 5);
    delivery.finish();
    window.end(0, 'refused');
    delivery.settle();
    expect(cursor.counts).toMatchObject({ delivered: 0, quarantined: 5 });
  });

  it('passes over messages that cover no row, between records, inside one and behind the last', () => {
    const { cursor, window, delivery } = rig();
    window.push('birth', 'before', 0, 0);
    delivery.begin(place(1), 4, 0, 0, false);
    window.push('a', 'two', 2, 2);
    window.push('birth', 'inside', 0, 0);
    window.push('a', 'two', 2, 4);
    delivery.finish();
    window.push('death', 'behind', 0, 0);
    for (const message of [0, 1, 2]) window.end(message, 'delivered');
    delivery.settle();
    expect(cursor.rowsOf(place(1))).toBe(2);
    for (const message of [3, 4]) window.end(message, 'delivered');
    delivery.settle();
    expect(cursor.counts).toMatchObject({ delivered: 4, quarantined: 0 });
    expect(window.length).toBe(0);
  });

  it('has no room for more than 16 MiB of payload, however few messages that is', () => {
    const { window, delivery } = rig();
    delivery.begin(place(1), 3, 0, 0, false);
    window.push('a', Buffer.alloc(10 * 1_024 * 1_024), 1, 1);
    expect(delivery.hasRoom).toBe(true);
    window.push('a', Buffer.alloc(10 * 1_024 * 1_024), 1, 2);
    expect(delivery.hasRoom).toBe(false);
    window.end(0, 'delivered');
    delivery.settle();
    expect(delivery.hasRoom).toBe(true);
  });
});
