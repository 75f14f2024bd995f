import type { WriteReceipt } from '../../src-shared/contract/writes.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import { type ArmingEntry, forgottenEnd } from './arming-entry.ts';
import type { CallEntry } from './call-entry.ts';
import { JOURNAL_DEFAULTS, LineJournal, type LineJournalOptions } from './line-journal.ts';
import type { PublishEntry } from './publish-entry.ts';
import type { SettledWrite } from './write-command.ts';

/** Ids are known for a day, at most this many (reliability reference 3.8). */
const KNOWN_IDS = 100_000;
const KNOWN_FOR_US = 24 * 3_600e6;
const RECENT = 1_000;

/** What is written before a byte goes to a device. */
export interface WriteIntent {
  readonly id: string;
  readonly hash: string;
  readonly atUs: number;
  readonly device: string;
  readonly tag: string;
  readonly tagUid: string;
  readonly value: WriteReceipt['value'];
  readonly previous: WriteReceipt['value'];
  readonly actor: string;
  readonly via: SettledWrite['via'];
  readonly reason: string | null;
}

/** A command that was executed, or is being executed: `end` is undefined until then. */
export interface KnownWrite {
  readonly hash: string;
  readonly atUs: number;
  readonly end: WriteReceipt | undefined;
}

type EndLine = { readonly kind: 'end'; readonly settled: SettledWrite };
type ArmingLine = { readonly kind: 'arming'; readonly arming: ArmingEntry };
type PublishLine = { readonly kind: 'publish'; readonly publish: PublishEntry };
type CallLine = { readonly kind: 'call'; readonly call: CallEntry };
type Line = { readonly kind: 'intent'; readonly intent: WriteIntent } | EndLine | ArmingLine | PublishLine | CallLine;

/** What people read of the journal, in the order it happened. */
export type JournalEntry = EndLine | ArmingLine | PublishLine | CallLine;

/**
 * The memory of all writes: an intent is on the medium before anything is sent, the end before it is told. A command
 * whose end is missing after a start was cut off by a crash: its end is UNKNOWN, and it is never repeated.
 */
export class WriteJournal implements Disposable {
  /** Commands that an earlier run left without an end; their UNKNOWN ends are in the journal now. */
  readonly orphans: readonly SettledWrite[];
  /** Entries as they are made; the end of a command before it is on the medium. */
  readonly made = new Emitter<JournalEntry>();
  /** Ends of what was armed when an earlier run was cut off. */
  readonly #leftArmed: readonly ArmingEntry[];
  /** Test messages and calls of methods whose end an earlier run did not record. */
  readonly #cutOff: readonly (PublishLine | CallLine)[];
  readonly #journal: LineJournal;
  readonly #known = new Map<string, KnownWrite>();
  readonly #recent = new RecentLines<SettledWrite>();
  readonly #entries = new RecentLines<JournalEntry>();

  private constructor(journal: LineJournal, lines: readonly string[], nowUs: number, logger: Logger) {
    this.#journal = journal;
    const open = new Map<string, WriteIntent>();
    const armed = new Map<string, ArmingEntry>();
    const begun = new Map<string, PublishLine | CallLine>();
    let damaged = 0;
    for (const text of lines) {
      const line = parse(text);
      if (!line) damaged++;
      else if (line.kind === 'intent') {
        open.set(line.intent.id, line.intent);
        this.#know(line.intent.id, { hash: line.intent.hash, atUs: line.intent.atUs, end: undefined });
      } else if (line.kind === 'arming') {
        if (line.arming.what.kind === 'armed') armed.set(line.arming.id, line.arming);
        else armed.delete(line.arming.id);
        this.#entries.add(line);
      } else if (line.kind === 'publish') {
        // That it was begun is for nobody to read, unless it never came to an end.
        if (line.publish.outcome === 'begun') begun.set(line.publish.id, line);
        else {
          begun.delete(line.publish.id);
          this.#entries.add(line);
        }
      } else if (line.kind === 'call') {
        if (line.call.outcome === 'begun') begun.set(line.call.id, line);
        else {
          begun.delete(line.call.id);
          this.#entries.add(line);
        }
      } else {
        const id = line.settled.receipt.request_id;
        if (open.get(id)?.hash === line.settled.hash) open.delete(id);
        this.#end(line);
      }
    }
    if (damaged > 0) logger.warn('the journal of writes has damaged lines, which were passed over', { damaged });
    this.#forget(nowUs);
    this.orphans = [...open.values()].map((intent) => orphanOf(intent, nowUs));
    this.#cutOff = [...begun.values()].map(cutOff);
    this.#leftArmed = [...armed.values()].map((entry) => forgottenEnd(entry, nowUs));
  }

  /** Opens the journal of a project and settles what a crash left open. Rejects when the disk does not take that. */
  static async open(
    folder: string,
    nowUs: number,
    logger: Logger,
    options: LineJournalOptions = JOURNAL_DEFAULTS,
  ): Promise<WriteJournal> {
    const { journal, lines } = LineJournal.open(folder, options);
    const writes = new WriteJournal(journal, lines, nowUs, logger);
    for (const orphan of writes.orphans) await writes.end(orphan);
    for (const end of writes.#leftArmed) await writes.arming(end);
    for (const end of writes.#cutOff) await writes.#told(end);
    return writes;
  }

  /** What is known of a command id. */
  find(id: string): KnownWrite | undefined {
    return this.#known.get(id);
  }

  /** The last commands with their ends, newest first. */
  recent(limit: number): readonly SettledWrite[] {
    return this.#recent.newest(limit);
  }

  /** The last entries of both kinds, newest first. */
  entries(limit: number): readonly JournalEntry[] {
    return this.#entries.newest(limit);
  }

  /** Resolves when the intent is on the medium; only then anything may be sent. The id is known from now on. */
  async intent(intent: WriteIntent): Promise<void> {
    this.#know(intent.id, { hash: intent.hash, atUs: intent.atUs, end: undefined });
    try {
      await this.#append({ kind: 'intent', intent });
    } catch (error) {
      this.#known.delete(intent.id);
      throw error;
    }
  }

  /** Resolves when the end of a command is on the medium. */
  async end(settled: SettledWrite): Promise<void> {
    const line: Line = { kind: 'end', settled };
    this.#end(line);
    this.made.emit(line);
    await this.#append(line);
  }

  /** Resolves when it is on the medium that somebody was armed, or no longer is. Told and listed only then. */
  async arming(arming: ArmingEntry): Promise<void> {
    const line: Line = { kind: 'arming', arming };
    await this.#append(line);
    this.#entries.add(line);
    this.made.emit(line);
  }

  /** Resolves when it is on the medium that a test message is published, and again how that ended. Listed is the end. */
  async publish(publish: PublishEntry): Promise<void> {
    if (publish.outcome === 'begun') await this.#append({ kind: 'publish', publish });
    else await this.#told({ kind: 'publish', publish });
  }

  /** The same for a call of a method. */
  async call(call: CallEntry): Promise<void> {
    if (call.outcome === 'begun') await this.#append({ kind: 'call', call });
    else await this.#told({ kind: 'call', call });
  }

  async #told(line: PublishLine | CallLine): Promise<void> {
    await this.#append(line);
    this.#entries.add(line);
    this.made.emit(line);
  }

  dispose(): Promise<void> {
    return this.#journal.dispose();
  }

  #append(line: Line): Promise<void> {
    return this.#journal.append(JSON.stringify(line));
  }

  #end(line: EndLine): void {
    const { settled } = line;
    const id = settled.receipt.request_id;
    const found = this.#known.get(id);
    const known = found?.hash === settled.hash ? found : undefined;
    // Commands that were refused were never executed: their ids stay free.
    if (known && settled.receipt.status !== 'REJECTED') this.#known.set(id, { ...known, end: settled.receipt });
    else if (known && !known.end) this.#known.delete(id);
    this.#recent.add(settled);
    this.#entries.add(line);
  }

  #know(id: string, known: KnownWrite): void {
    this.#known.set(id, known);
    this.#forget(known.atUs);
  }

  /** A map keeps the order of insertion: the oldest is first. */
  #forget(nowUs: number): void {
    for (const [id, { atUs }] of this.#known) {
      if (this.#known.size <= KNOWN_IDS && nowUs - atUs <= KNOWN_FOR_US) return;
      this.#known.delete(id);
    }
  }
}

/** The newest so many. */
class RecentLines<T> {
  #lines: T[] = [];

  add(line: T): void {
    this.#lines.push(line);
    if (this.#lines.length >= 2 * RECENT) this.#lines = this.#lines.slice(-RECENT);
  }

  /** Newest first. */
  newest(limit: number): readonly T[] {
    return this.#lines.slice(-limit).reverse();
  }
}

const KINDS: ReadonlySet<string> = new Set<Line['kind']>(['intent', 'end', 'arming', 'publish', 'call']);

function parse(text: string): Line | undefined {
  try {
    const line = JSON.parse(text) as Line;
    return KINDS.has(line.kind) ? line : undefined;
  } catch {
    return undefined;
  }
}

function cutOff(line: PublishLine | CallLine): PublishLine | CallLine {
  if (line.kind === 'publish') return { kind: 'publish', publish: { ...line.publish, outcome: 'unknown' } };
  const text = 'The engine stopped while it was called: nobody can say whether it took effect.';
  return { kind: 'call', call: { ...line.call, outcome: 'unknown', text } };
}

function orphanOf(intent: WriteIntent, nowUs: number): SettledWrite {
  const message = `The engine stopped while “${intent.tag}” was being written: nobody can say whether it took effect. Read the value at the device before writing again.`;
  return {
    receipt: {
      request_id: intent.id,
      device_id: intent.device,
      tag_id: intent.tag,
      success: false,
      status: 'UNKNOWN',
      error: { code: 'NX_DRIVER_UNKNOWN_OUTCOME', message },
      value: intent.value,
      read_back: null,
      previous: intent.previous,
      timestamp: new Date(nowUs / 1_000).toISOString(),
      duration_ms: Math.max(0, (nowUs - intent.atUs) / 1_000),
      duplicate: false,
    },
    hash: intent.hash,
    actor: intent.actor,
    via: intent.via,
    reason: intent.reason,
  };
}
