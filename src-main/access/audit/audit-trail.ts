import type { AuditCheckpoint, AuditRecord, RecordAudit } from '../../../src-shared/domain/audit-entry.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { crashPoint } from '../../kernel/crash-point.ts';
import { Emitter } from '../../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { AuditKeys } from './audit-keys.ts';
import type { EntryFields, TrailHead } from './audit-line.ts';
import { signCheckpoint } from './checkpoint.ts';
import { entryFields } from './entry-fields.ts';
import { writeHead } from './head-note.ts';
import { type Retention, retireFiles } from './retire-files.ts';
import { readTail, type TrailTail } from './trail-tail.ts';
import { TrailWriter } from './trail-writer.ts';

const MiB = 2 ** 20;

export interface AuditTrailOptions {
  /** `.nexus/audit` of the project. */
  readonly folder: string;
  readonly keys: AuditKeys;
  readonly node: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The number of the revision that runs. */
  readonly revision: () => number | undefined;
  readonly retention: Retention;
  readonly fileBytes?: number;
  readonly reserveBytes?: number;
  /** Entries after which a checkpoint stands. */
  readonly checkpointEntries?: number;
}

const FILE_BYTES = 64 * MiB;
const RESERVE_BYTES = 16 * MiB;
const CHECKPOINT_ENTRIES = 1_000;
const CHECKPOINT_MS = 600_000;
/** Entries of what has happened that wait for the medium to take some again. */
const MOST_OWED = 1_000;

/** How the trail does. */
export interface AuditTrailState {
  readonly head: TrailHead;
  readonly first: number;
  /** Since when no entry is taken, in words; undefined while all is well. */
  readonly unavailable: string | undefined;
  /** Entries that the medium did not take since the start. */
  readonly refused: number;
  readonly checkpoint: AuditCheckpoint | undefined;
}

/**
 * The one place where everything that changes something is written down: a chain of sealed entries with signed
 * checkpoints, in files that rotate (reliability reference 4.6). Never dropped: what it cannot take is not done.
 */
export class AuditTrail implements Disposable {
  /** Signed, as they come onto the medium: copies of them belong elsewhere. */
  readonly checkpointed = new Emitter<AuditCheckpoint>();
  /** How the trail stood when it was opened. */
  readonly found: TrailTail;
  readonly #options: AuditTrailOptions;
  readonly #writer: TrailWriter;
  readonly #lifetime = new Lifetime('audit trail');
  readonly #epoch: number;
  /** Signed while a group is composed, told when it is written. */
  #signed: AuditCheckpoint[] = [];
  #checkpoint: AuditCheckpoint | undefined;
  #checkpointSeq: number;
  #checkpointMs: number;
  #first: number;
  #file: number;
  #unavailable: string | undefined;
  #refused = 0;
  /** Refused since the last entry that was taken. */
  #missed = 0;
  #owed: EntryFields[] = [];
  #upkeep: Promise<void> = Promise.resolve();

  private constructor(options: AuditTrailOptions, found: TrailTail) {
    const { folder, keys, clock } = options;
    this.#options = options;
    this.found = found;
    this.#epoch = (found.last?.epoch ?? 0) + 1;
    this.#first = found.first;
    this.#checkpointSeq = found.checkpointed || found.head.seq;
    this.#checkpointMs = clock.monoMs();
    this.#writer = new TrailWriter(
      {
        folder,
        key: keys.seal,
        fileBytes: options.fileBytes ?? FILE_BYTES,
        reserveBytes: options.reserveBytes ?? RESERVE_BYTES,
        following: (head) => this.#following(head),
        settled: (isWritten) => this.#settled(isWritten),
      },
      found,
    );
    this.#file = this.#writer.fileNumber;
    this.#lifetime.add(this.#writer);
    this.#lifetime.add(clock.every(CHECKPOINT_MS / 10, () => this.#look()));
  }

  /** Opens the trail of a project: mends an end that a crash cut off, and says so in it. */
  static async open(options: AuditTrailOptions): Promise<AuditTrail> {
    const found = readTail(options.folder, options.keys.seal);
    const trail = new AuditTrail(options, found);
    // On a full disk the engine starts all the same: it polls, and changes nothing.
    const say = (action: string, result: AuditRecord['result'], after: unknown): Promise<void> =>
      trail
        .record({ actor: { kind: 'system' }, interface: 'system', action, object: 'trail', after, result })
        .catch(() => undefined);
    const { keys } = options;
    if (found.head.seq === 0) await say('audit.begun', 'ok', { trail: keys.trail, publicKey: keys.publicKey });
    if (found.torn) await say('audit.mended', 'ok', found.torn);
    if (found.broken !== undefined) await say('audit.broken', 'failed', { entry: found.broken });
    return trail;
  }

  get state(): AuditTrailState {
    return {
      head: this.#writer.head,
      first: this.#first,
      unavailable: this.#unavailable,
      refused: this.#refused,
      checkpoint: this.#checkpoint,
    };
  }

  /** Resolves when the entry is on the medium. @throws NexusError NX_AUDIT_UNAVAILABLE */
  readonly record: RecordAudit = async (told) => {
    try {
      const head = await this.#append(told);
      if (this.#first === 0) this.#first = head.seq;
    } catch (error) {
      this.#refused++;
      this.#missed++;
      throw this.#notTaken(error);
    }
    this.#payOwed();
    if (this.#missed > 0) this.#tellMissed();
    if (this.#writer.fileNumber !== this.#file) this.#rotated();
  };

  /**
   * As `record`, of what has happened and cannot be taken back, as the end of a write: what the medium does not take now is
   * written with its own time as soon as it takes entries again.
   */
  readonly recordHappened: RecordAudit = async (told) => {
    const fields = this.#fields(told);
    try {
      await this.#writer.append(fields);
    } catch (error) {
      this.#owe(fields);
      throw this.#notTaken(error);
    }
    this.#payOwed();
  };

  /**
   * What is about to change something asks this first, so that nothing is done that could not be written down.
   * @throws NexusError NX_AUDIT_UNAVAILABLE
   */
  async requireWritable(): Promise<void> {
    if (this.#unavailable === undefined) return;
    await this.record({
      ...{ actor: { kind: 'system' }, interface: 'system', action: 'audit.resumed', object: 'trail', result: 'ok' },
    });
  }

  /** Signs the state of the trail now. @throws NexusError NX_AUDIT_UNAVAILABLE */
  async checkpoint(): Promise<AuditCheckpoint> {
    let signed: AuditCheckpoint | undefined;
    const compose = (head: TrailHead): EntryFields => {
      signed = this.#sign(head);
      return this.#checkpointFields(signed);
    };
    await this.#writer.append(compose).catch((error: unknown) => {
      throw this.#notTaken(error);
    });
    return signed!;
  }

  /** Writes what is owed and what waits, signs the end of the trail, and closes. */
  async dispose(): Promise<void> {
    await this.#upkeep;
    this.#payOwed();
    if (!this.#lifetime.isDisposed) await this.checkpoint().catch(() => undefined);
    await this.#lifetime.dispose();
  }

  #owe(fields: EntryFields): void {
    if (this.#owed.length < MOST_OWED) this.#owed.push(fields);
    else {
      this.#refused++;
      this.#missed++;
    }
  }

  #payOwed(): void {
    for (const fields of this.#owed.splice(0)) void this.#writer.append(fields).catch(() => this.#owe(fields));
  }

  #append(told: AuditRecord): Promise<TrailHead> {
    return this.#writer.append(this.#fields(told));
  }

  #fields(told: AuditRecord): EntryFields {
    const { clock, node, revision } = this.#options;
    const moment = { timeUs: clock.wallUs(), monoMs: clock.monoMs(), node, epoch: this.#epoch, revision: revision() };
    return entryFields(told, moment);
  }

  #following(head: TrailHead): EntryFields | undefined {
    const every = this.#options.checkpointEntries ?? CHECKPOINT_ENTRIES;
    const since = Math.max(this.#checkpointSeq, this.#signed.at(-1)?.seq ?? 0);
    return head.seq - since < every ? undefined : this.#checkpointFields(this.#sign(head));
  }

  #sign({ seq, mac }: TrailHead): AuditCheckpoint {
    const { keys, node, clock } = this.#options;
    const count = seq - Math.max(1, this.#first) + 1;
    const time = new Date(clock.wallUs() / 1_000).toISOString();
    const checkpoint = signCheckpoint(keys, { node, seq, count, head: mac, time });
    this.#signed.push(checkpoint);
    crashPoint('audit.checkpointSign');
    return checkpoint;
  }

  /** Past `entryFields`, which would hide the public key for its name and cut the signature. */
  #checkpointFields(checkpoint: AuditCheckpoint): EntryFields {
    const told = { action: 'audit.checkpoint', object: 'trail', after: null, result: 'ok' } as const;
    return { ...this.#fields({ actor: { kind: 'system' }, interface: 'system', ...told }), after: checkpoint };
  }

  #settled(isWritten: boolean): void {
    const signed = this.#signed;
    this.#signed = [];
    const newest = signed.at(-1);
    if (!isWritten || !newest) return;
    this.#checkpoint = newest;
    this.#checkpointSeq = newest.seq;
    this.#checkpointMs = this.#options.clock.monoMs();
    try {
      writeHead(this.#options.folder, newest);
      this.checkpointed.emit(newest);
    } catch (error) {
      this.#options.logger.warn('a checkpoint of the audit trail could not be noted', { error: String(error) });
    }
  }

  #tellMissed(): void {
    const missed = this.#missed;
    this.#missed = 0;
    this.#unavailable = undefined;
    const told = { action: 'audit.gap', object: 'trail', after: { refused: missed }, result: 'failed' } as const;
    void this.record({ actor: { kind: 'system' }, interface: 'system', ...told }).catch(() => undefined);
  }

  #notTaken(error: unknown): NexusError {
    const cause = error instanceof Error ? error.message : String(error);
    const text = `The audit trail does not take an entry (${cause}). Nothing was changed. Free disk space on the gateway.`;
    if (this.#unavailable === undefined) this.#options.logger.error(text, { code: 'NX_AUDIT_UNAVAILABLE' });
    this.#unavailable = text;
    return new NexusError('NX_AUDIT_UNAVAILABLE', text, {}, { cause: error });
  }

  /** Old files go when a new one begins. */
  #rotated(): void {
    this.#file = this.#writer.fileNumber;
    const { folder, retention, clock } = this.#options;
    this.#upkeep = this.#upkeep
      .then(() =>
        retireFiles(folder, retention, clock.wallUs() / 1_000, async (retired) => {
          const told = { action: 'audit.removed', object: `file ${retired.file}`, before: retired } as const;
          await this.record({ actor: { kind: 'system' }, interface: 'system', ...told, result: 'ok' });
          this.#first = retired.last + 1;
        }),
      )
      .then(
        () => undefined,
        (error: unknown) => {
          this.#options.logger.warn('old files of the audit trail could not be removed', { error: String(error) });
        },
      );
  }

  /** Once a minute: a checkpoint where entries are older than ten minutes without one. */
  #look(): void {
    const { clock } = this.#options;
    const isDue = clock.monoMs() - this.#checkpointMs >= CHECKPOINT_MS;
    if (isDue && this.#writer.head.seq > this.#checkpointSeq + 1) void this.checkpoint().catch(() => undefined);
  }
}
