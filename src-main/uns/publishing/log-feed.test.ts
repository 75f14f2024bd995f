import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeBatch } from '../../../src-shared/domain/batch-frame.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { counterFrame } from '../../log/counter-frame.ts';
import { CursorFile } from '../../log/cursor/cursor-file.ts';
import { FaultyDisk } from '../../log/faulty-disk.ts';
import type { LogHead } from '../../log/log-messages.ts';
import { LogWriter } from '../../log/log-writer.ts';
import { JSON_POINTS, PointFormat } from '../format/point-format.ts';
import { Delivery } from './delivery.ts';
import { counterRow } from './log-and-publisher.ts';
import { LogFeed } from './log-feed.ts';
import type { Loss } from './loss-notice.ts';
import { SendWindow } from './send-window.ts';
import { TagTable } from './tag-table.ts';

const TAGS = [1, 2, 3, 4, 5];
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-feed-'));
  path = join(folder, 'cursor.json');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A log that is opened anew, with `count` batches of the readings from `from` on. */
function write(disk: FaultyDisk, count: number, from = 0, tags = TAGS): LogHead {
  const writer = new LogWriter(disk, { segmentBytes: 4_096, queueBytes: 1e6, wallUs: () => 1e15 });
  writer.names(
    [[1, 'device 1']],
    tags.map((tag) => [tag, `tag ${tag}`] as const),
  );
  for (let n = from; n < from + count; n++) {
    writer.append(counterFrame(1, tags, n, 1e15 + n), tags.length);
    writer.commit();
  }
  return writer.head;
}

/** A sink without a broker: what it takes out of the window is delivered. */
class Sink {
  readonly file = new CursorFile(path);
  readonly window: SendWindow;
  readonly delivery: Delivery;
  readonly feed: LogFeed;
  readonly values: number[] = [];
  /** What subscribers were told, and how many values they had then. */
  readonly losses: (Loss & { readonly at: number })[] = [];

  constructor(disk: FaultyDisk, head: LogHead, { capacity = 7, tags = TAGS } = {}) {
    const table = new TagTable();
    table.tell(tags.map(counterRow), true);
    this.window = new SendWindow(capacity);
    this.delivery = new Delivery(this.file.cursor, this.window);
    const { file, delivery } = this;
    const format = new PointFormat(JSON_POINTS, false);
    format.tell(tags.map(counterRow), true);
    const notice = (loss: Loss) => ({ topic: 'gap', payload: JSON.stringify(loss) });
    this.feed = new LogFeed({ disk, file, tags: table, format, delivery, notice, logger: silentLogger });
    this.feed.head = head;
  }

  /** Publishes at most `most` messages and acknowledges them. */
  deliver(most = Number.POSITIVE_INFINITY): void {
    for (let left = most; left > 0; ) {
      const state = this.feed.fill({ messages: left, points: left }, () => false);
      const { tail, pushed } = this.window;
      for (let message = tail; message < pushed; message++) {
        const told = JSON.parse(String(this.window.payload(message))) as { value: number } & Loss;
        if (this.window.topic(message) === 'gap') this.losses.push({ ...told, at: this.values.length });
        else this.values.push(told.value);
        this.window.end(message, 'delivered');
      }
      left -= pushed - tail;
      this.delivery.settle();
      if (state === 'caught-up') break;
    }
    this.file.mark();
  }

  /** Of tag 1. */
  get numbers(): number[] {
    return this.values.filter((value) => value % 10_000 === 1).map((value) => Math.floor(value / 10_000));
  }

  /** total = before + delivered + queued + dropped + quarantined, and here nothing is queued. */
  expectAllHandled(head: LogHead): void {
    expect(this.file.cursor.handledPoints).toBe(head.totalPoints);
  }
}

const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);

describe('the publisher’s way through the log', () => {
  it('begins at the head that it is told first, and never goes back', () => {
    const disk = new FaultyDisk();
    const first = new Sink(disk, write(disk, 20));
    first.deliver();
    expect(first.values).toEqual([]);
    const head = write(disk, 10, 20);
    const second = new Sink(disk, head);
    second.deliver();
    expect(second.numbers).toEqual(upTo(10, 20));
    expect(second.file.cursor.counts).toEqual({ before: 100, delivered: 50, dropped: 0, quarantined: 0 });
  });

  it('begins where the log does when the log is new', () => {
    const disk = new FaultyDisk();
    const sink = new Sink(disk, write(disk, 0));
    const head = write(disk, 10);
    sink.feed.head = head;
    sink.deliver();
    expect(sink.numbers).toEqual(upTo(10));
    sink.expectAllHandled(head);
  });

  it('goes on in the middle of a record that was delivered in part, at every place', () => {
    const disk = new FaultyDisk();
    const values: number[] = [];
    new Sink(disk, write(disk, 0)).deliver();
    const head = write(disk, 30);
    for (let life = 0; life < 60; life++) {
      const sink = new Sink(disk, head);
      sink.deliver(1 + (life % 4));
      values.push(...sink.values);
    }
    const last = new Sink(disk, head);
    last.deliver();
    values.push(...last.values);
    expect(values).toHaveLength(150);
    expect(new Set(values).size).toBe(150);
    expect(last.file.cursor.counts).toEqual({ before: 0, delivered: 150, dropped: 0, quarantined: 0 });
  });

  it('counts what is quarantined row by row, whole or in part', () => {
    const disk = new FaultyDisk();
    new Sink(disk, write(disk, 0)).deliver();
    const head = write(disk, 20);
    for (let life = 0; life < 20; life++) new Sink(disk, head, { tags: [2, 4] }).deliver(1);
    const last = new Sink(disk, head, { tags: [2, 4] });
    last.deliver();
    expect(last.file.cursor.counts).toEqual({ before: 0, delivered: 40, dropped: 0, quarantined: 60 });
  });

  it('publishes nothing of other gateways and nothing that was imported, and counts it as delivered', () => {
    const disk = new FaultyDisk();
    const sink = new Sink(disk, write(disk, 0));
    const writer = new LogWriter(disk, { segmentBytes: 4_096, queueBytes: 1e6, wallUs: () => 1e15 });
    writer.names([[1, 'device 1']], [[1, 'tag 1']]);
    const remote = {
      count: 1,
      device: 1,
      origin: 'remote' as const,
      receivedUs: 1e15,
      tag: Uint32Array.of(1),
      timeUs: Float64Array.of(1e15),
      value: Float64Array.of(5),
      status: Uint32Array.of(0),
    };
    writer.append(encodeBatch(remote), 1);
    writer.append(encodeBatch({ ...remote, origin: 'import' }), 1);
    writer.append(encodeBatch({ ...remote, origin: 'local' }), 1);
    writer.commit();
    sink.feed.head = writer.head;
    sink.deliver();
    expect(sink.values).toEqual([5]);
    expect(sink.file.cursor.counts.delivered).toBe(3);
  });

  it('counts as dropped what was trimmed before it came to it', () => {
    const disk = new FaultyDisk();
    const begin = new Sink(disk, write(disk, 0));
    begin.deliver();
    const head = write(disk, 200);
    expect(disk.list().length).toBeGreaterThan(6);
    for (const ordinal of disk.list().slice(0, 4)) disk.remove(ordinal);
    const sink = new Sink(disk, head);
    sink.deliver();
    sink.expectAllHandled(head);
    const { dropped, delivered } = sink.file.cursor.counts;
    expect(dropped).toBeGreaterThan(50);
    expect(delivered).toBe(sink.values.length);
    // Said once, and before the first value behind it.
    expect(sink.losses).toEqual([{ points: dropped, beforeUs: 1e15 + dropped / TAGS.length, at: 0 }]);
  });

  it('counts a record that is damaged as dropped and goes on behind it', () => {
    const disk = new FaultyDisk();
    new Sink(disk, write(disk, 0)).deliver();
    const head = write(disk, 200);
    const ordinal = disk.list()[3]!;
    const bytes = disk.bytes(ordinal);
    bytes[Math.floor(bytes.length / 2)]! ^= 0xff;
    const sink = new Sink(disk, head);
    sink.deliver();
    sink.expectAllHandled(head);
    expect(sink.file.cursor.counts).toMatchObject({ delivered: 995, dropped: 5 });
    const [loss, ...more] = sink.losses;
    expect([loss!.points, loss!.beforeUs - loss!.afterUs!, more]).toEqual([5, 2, []]);
    expect(loss!.at).toBe((loss!.beforeUs - 1e15 - 1) * TAGS.length);
  });

  describe('with a cursor that does not belong to the log', () => {
    it('sends everything that it does not know when the folder was put back to an older state', async () => {
      const disk = new FaultyDisk();
      new Sink(disk, write(disk, 0)).deliver();
      write(disk, 60);
      const backup = new Map(disk.list().map((ordinal) => [ordinal, Buffer.from(disk.bytes(ordinal))]));
      const sink = new Sink(disk, write(disk, 200, 60));
      sink.deliver();
      await sink.file.save();
      const restored = new FaultyDisk();
      for (const [ordinal, bytes] of backup) restored.replace(ordinal, bytes);
      // New data, in segments and with point numbers that the cursor has seen under another log.
      for (const [count, from] of [
        [20, 1_000],
        [300, 2_000],
      ] as const) {
        const head = write(restored, count, from);
        const after = new Sink(restored, head);
        after.deliver();
        expect(after.numbers).toEqual(upTo(count, from));
        after.expectAllHandled(head);
      }
    });

    it('sends all of a log that was begun anew', () => {
      const disk = new FaultyDisk();
      new Sink(disk, write(disk, 0)).deliver();
      new Sink(disk, write(disk, 300)).deliver();
      const other = new FaultyDisk();
      const head = write(other, 10, 500);
      const sink = new Sink(other, head);
      sink.deliver();
      expect(sink.numbers).toEqual(upTo(10, 500));
      expect(sink.feed.cursorFaults).toBe(1);
      sink.expectAllHandled(head);
    });

    it('sends all that the log still has when nothing of the cursor can be read', () => {
      const disk = new FaultyDisk();
      new Sink(disk, write(disk, 0)).deliver();
      const head = write(disk, 40);
      for (const name of [path, `${path}.mark`]) writeFileSync(name, 'rubbish');
      const sink = new Sink(disk, head);
      sink.deliver();
      expect(sink.numbers).toEqual(upTo(40));
      expect(sink.feed.cursorFaults).toBe(2);
      sink.expectAllHandled(head);
    });
  });

  it('never holds more than the window, however wide a batch is', () => {
    const disk = new FaultyDisk();
    const wide = Array.from({ length: 500 }, (_, i) => 1 + i);
    const sink = new Sink(disk, write(disk, 0, 0, wide), { capacity: 16, tags: wide });
    sink.feed.head = write(disk, 3, 0, wide);
    expect(sink.feed.fill({ messages: 1e9, points: 1e9 }, () => false)).toBe('full');
    expect(sink.window.length).toBe(16);
    sink.deliver();
    expect(sink.values).toHaveLength(1_500);
  });

  it('moves over nothing that is not acknowledged, even when what comes after it is', () => {
    const disk = new FaultyDisk();
    const sink = new Sink(disk, write(disk, 0));
    sink.feed.head = write(disk, 3);
    sink.feed.fill({ messages: 7, points: 7 }, () => false);
    for (const message of [0, 1, 3, 4, 5]) sink.window.end(message, 'delivered');
    expect(sink.delivery.settle()).toBe(true);
    expect(sink.file.cursor.counts.delivered).toBe(2);
    sink.window.end(2, 'refused');
    expect(sink.delivery.settle()).toBe(true);
    expect(sink.file.cursor.counts).toMatchObject({ delivered: 5, quarantined: 1 });
    expect(sink.delivery.settle()).toBe(false);
  });

  it('goes back to the cursor when what is on its way is forgotten, and every point is delivered once', () => {
    const disk = new FaultyDisk();
    const sink = new Sink(disk, write(disk, 0));
    const head = write(disk, 30);
    sink.feed.head = head;
    for (let round = 0; round < 60 && sink.values.length < 150; round++) {
      sink.deliver(1 + (round % 4));
      sink.feed.fill({ messages: 6, points: 6 }, () => false);
      sink.feed.rewind();
      expect(sink.window.length).toBe(0);
    }
    sink.deliver();
    expect(sink.values).toHaveLength(150);
    expect(new Set(sink.values).size).toBe(150);
    expect(sink.file.cursor.counts).toEqual({ before: 0, delivered: 150, dropped: 0, quarantined: 0 });
  });
});
