import type { Clock } from '../../kernel/clock.ts';
import { Emitter } from '../../kernel/emitter.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { CursorCounts } from '../../log/cursor/cursor.ts';
import { CursorFile } from '../../log/cursor/cursor-file.ts';
import type { LogDisk } from '../../log/log-disk.ts';
import type { LogHead } from '../../log/log-messages.ts';
import type { MessageFormat } from '../format/message-format.ts';
import type { Connection } from '../link/broker-link.ts';
import { Delivery } from './delivery.ts';
import { LogFeed } from './log-feed.ts';
import { Publisher, type PublisherOptions } from './publisher.ts';
import { SendWindow } from './send-window.ts';
import type { TagTable } from './tag-table.ts';
import { waitingSinceUs } from './waiting-since.ts';

/** What has waited for less is sent in order. */
const WAITED_MS = 5_000;

/** The publisher that reads the log in order, and what the one ahead of it shares with it. */
export interface LiveFirstOptions {
  /** `mqtt.replay` is `live_first`. Otherwise only what an earlier life began is brought to its end. */
  readonly isWanted: boolean;
  /** Of the one behind. */
  readonly file: CursorFile;
  readonly feed: LogFeed;
  readonly delivery: Delivery;
  readonly publisher: () => Publisher;
  /** Of the second cursor, while there are two. */
  readonly path: string;
  readonly disk: LogDisk;
  readonly tags: Pick<TagTable, 'isTold'>;
  /** Without what a connection begins and ends with: the one behind sees to it. */
  readonly format: MessageFormat;
  readonly sender: Pick<PublisherOptions, 'qos' | 'retain' | 'clock' | 'logger'> & { readonly window: number };
  readonly drop: PublisherOptions['link']['drop'];
  readonly saveFault: (error: unknown) => void;
}

/** The present, read from where the link came back, with a cursor of its own that began there. */
interface Ahead {
  readonly file: CursorFile;
  readonly feed: LogFeed;
  readonly delivery: Delivery;
  readonly publisher: Publisher;
  readonly up: Emitter<Connection>;
  readonly down: Emitter<void>;
}

/**
 * Publishes the present while what waited follows behind. The backlog keeps the cursor of the sink: whoever knows only
 * that one sends again what went ahead, and loses nothing. When the backlog has reached the place where the other one
 * began, the two cursors are joined and one publisher goes on.
 */
export class LiveFirst implements Disposable {
  readonly #options: LiveFirstOptions;
  readonly #clock: Clock;
  #ahead: Ahead | undefined;
  #connection: Connection | undefined;
  /** On this connection it is known whether something goes ahead. */
  #isDecided = false;
  #isResumed = false;
  #isChecking = false;
  #isClosed = false;
  #isUnsaved = false;
  /** Of the second cursor that is of no use any more. */
  #removing: Promise<void> | undefined;

  constructor(options: LiveFirstOptions) {
    this.#options = options;
    this.#clock = options.sender.clock;
  }

  /** True while the present goes ahead of what waited. */
  get isOn(): boolean {
    return this.#ahead !== undefined;
  }

  /** Of the one ahead, to be added to those of the cursor of the sink. */
  get counts(): Required<Omit<CursorCounts, 'before'>> & { readonly points: number } {
    const { delivered = 0, dropped = 0, quarantined = 0, excluded = 0 } = this.#ahead?.file.cursor.counts ?? {};
    return { delivered, dropped, quarantined, excluded, points: delivered + dropped + quarantined + excluded };
  }

  get inFlight(): number {
    return this.#ahead?.publisher.inFlight ?? 0;
  }

  get repeatedMessages(): number {
    return this.#ahead?.publisher.repeatedMessages ?? 0;
  }

  /** Comes before the feed behind is told the same. */
  beforeHead(head: LogHead): void {
    if (!this.#isResumed) {
      this.#isResumed = true;
      this.#resume(head);
    }
    if (this.#ahead) this.#ahead.feed.head = head;
  }

  /** The feed behind knows how far the log goes. */
  headTold(): void {
    this.#decide();
    this.wake();
  }

  /** There may be something new to send. */
  wake(): void {
    this.#ahead?.publisher.wake();
  }

  began(connection: Connection): void {
    this.#connection = connection;
    this.#isDecided = false;
    if (!this.#ahead) return this.#decide();
    this.#isDecided = true;
    this.#ahead.up.emit(connection);
  }

  left(): void {
    this.#connection = undefined;
    this.#ahead?.down.emit();
  }

  /** The one behind has moved its cursor. */
  moved(): void {
    this.wake();
    this.reached();
  }

  /** The one behind may have come to its end. */
  reached(): void {
    if (!this.#ahead || this.#isChecking) return;
    this.#isChecking = true;
    // Not in the middle of a turn of one of them.
    queueMicrotask(() => {
      this.#isChecking = false;
      this.#check();
    });
  }

  async save(): Promise<void> {
    if (!this.#isUnsaved) return;
    this.#isUnsaved = false;
    await this.#ahead?.file.save().catch(this.#options.saveFault);
  }

  async dispose(): Promise<void> {
    const ahead = this.#ahead;
    await ahead?.publisher.dispose();
    ahead?.feed.close();
    this.#isClosed = true;
    if (ahead && ahead === this.#ahead) await ahead.file.close().catch(() => {});
    await this.#removing;
  }

  /** What an earlier life of the process began; not where it belongs to another state of the log or of the cursor. */
  #resume(head: LogHead): void {
    const { path, file } = this.#options;
    if (!CursorFile.isAt(path)) return;
    const second = new CursorFile(path);
    const { cursor } = second;
    const isWhole = second.origin === 'found' && file.origin === 'found';
    const isInLog = cursor.handledPoints <= head.totalPoints && cursor.segment <= head.segment;
    if (isWhole && isInLog && cursor.counts.before >= file.cursor.handledPoints) this.#begin(second, head);
    else this.#remove(second);
  }

  #decide(): void {
    const { isWanted, feed, path, disk, file } = this.#options;
    const head = feed.toldHead;
    if (this.#isDecided || !head || !this.#connection) return;
    this.#isDecided = true;
    if (!isWanted || this.#ahead || this.#removing) return;
    const sinceUs = waitingSinceUs(disk, file.cursor, head);
    if (sinceUs === undefined || this.#clock.wallUs() - sinceUs < WAITED_MS * 1_000) return;
    this.#begin(new CursorFile(path), head);
    this.#ahead!.up.emit(this.#connection);
  }

  #begin(file: CursorFile, head: LogHead): void {
    const { disk, tags, sender, drop, feed: behind, publisher: ofBehind, saveFault } = this.#options;
    const { logger } = sender;
    const format = presentOnly(this.#options.format);
    const delivery = new Delivery(file.cursor, new SendWindow(sender.window));
    const feed = new LogFeed({ disk, file, tags, format, delivery, logger, isAhead: true });
    // A new cursor begins here.
    feed.head = head;
    const { up, down } = { up: new Emitter<Connection>(), down: new Emitter<void>() };
    const publisher = new Publisher({
      ...sender,
      link: { up, down, drop },
      feed,
      delivery,
      format,
      presence: { will: noWill, greet: (_, begin) => begin(), farewell: (_, done) => done() },
      replayRate: undefined,
      mark: () => {
        try {
          file.mark();
        } catch (error) {
          saveFault(error);
        }
        this.#isUnsaved = true;
        ofBehind().wake();
        this.reached();
      },
    });
    this.#ahead = { file, feed, delivery, publisher, up, down };
    this.#isUnsaved = true;
    behind.endAt(file.cursor.counts.before);
    ofBehind().share({ publisher, isAhead: true });
    publisher.share({ publisher: ofBehind(), isAhead: false });
    logger.info('the present is published ahead of what waited', {
      waiting: file.cursor.counts.before - this.#options.file.cursor.handledPoints,
    });
  }

  /** Joins the two when the one behind is at its end, as soon as nothing of the other one is on its way. */
  #check(): void {
    const ahead = this.#ahead;
    const { feed, delivery, file, publisher: ofBehind, saveFault, sender } = this.#options;
    if (!ahead || this.#isClosed || !feed.isAtEnd || !delivery.isEmpty) return;
    ahead.publisher.pause();
    if (!ahead.delivery.isEmpty) return;
    this.#ahead = undefined;
    file.cursor.join(ahead.file.cursor);
    try {
      file.mark();
    } catch (error) {
      saveFault(error);
    }
    ahead.feed.close();
    void ahead.publisher.dispose();
    feed.goOn();
    ofBehind().share(undefined);
    sender.logger.info('what waited is published, and all of it is live again', {});
    // A power cut before the joined cursor is on disk must find both.
    this.#remove(ahead.file, file.save());
  }

  #remove(second: CursorFile, first: Promise<void> = Promise.resolve()): void {
    const { saveFault } = this.#options;
    const removed = first.then(() => second.remove());
    this.#removing = removed.catch(saveFault).finally(() => {
      this.#removing = undefined;
    });
  }
}

/** The format without births of a connection, and without the end of the backlog: that is what comes behind. */
function presentOnly(format: MessageFormat): MessageFormat {
  const { qos, retain, isBoundToConnection, isConfirmedByPing } = format;
  return {
    ...(qos !== undefined && { qos }),
    ...(retain !== undefined && { retain }),
    ...(isConfirmedByPing !== undefined && { isConfirmedByPing }),
    isBoundToConnection,
    tell: () => {},
    encode: (run, row, sink) => format.encode(run, row, sink),
    own: () => format.own?.(),
  };
}

/** It has no connection of its own. */
function noWill(): never {
  throw new RangeError('The will is that of the connection');
}
