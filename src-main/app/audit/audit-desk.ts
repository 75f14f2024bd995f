import type { AuditQuestion, AuditState, AuditVerdict } from '../../../src-shared/contract/audit.ts';
import { AUDIT_SHAPE } from '../../../src-shared/contract/audit-filter.ts';
import type { AuditCheckpoint, AuditEntry } from '../../../src-shared/domain/audit-entry.ts';
import { compileFilter } from '../../../src-shared/domain/compile-filter.ts';
import { parseQueryTime } from '../../../src-shared/domain/query-time.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { AuditKeys } from '../../access/audit/audit-keys.ts';
import type { AuditTrail } from '../../access/audit/audit-trail.ts';
import { type AuditExport, exportTrail } from '../../access/audit/export-trail.ts';
import { readPage } from '../../access/audit/trail-pages.ts';
import { verifyTrail } from '../../access/audit/verify-trail.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import { KnownCallers } from './known-callers.ts';
import { LimitHits } from './limit-hits.ts';

export interface AuditDeskParts {
  readonly folder: string;
  readonly keys: AuditKeys;
  readonly trail: AuditTrail;
  /** Noted beside the trail by the run before. */
  readonly noted: AuditCheckpoint | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Entries that one question looks at, at most: about a quarter of a second. */
const SEEN_AT_ONCE = 20_000;
/** Of the time, while the start is verified in the background. */
const BACKGROUND_SHARE = 0.2;

/** What pages and scripts ask of the trail, and whether it holds. */
export class AuditDesk implements Disposable {
  readonly trail: AuditTrail;
  /** Who called, for entries of those that know a name only. */
  readonly callers = new KnownCallers();
  /** Requests beyond limits. */
  readonly limits: LimitHits;
  /** Keeps checkpoints elsewhere, where the project says so. */
  kept: Disposable | undefined;
  readonly #parts: AuditDeskParts;
  readonly #lifetime = new Lifetime('audit desk');
  #verdict: AuditVerdict;
  #running: Promise<unknown> = Promise.resolve();

  constructor(parts: AuditDeskParts) {
    this.#parts = parts;
    this.trail = parts.trail;
    this.limits = this.#lifetime.add(new LimitHits(parts.trail.record, parts.clock));
    this.#verdict = this.#begun();
  }

  /** Verifies the whole trail in the background, as it was when the engine started. */
  start(): void {
    const { clock, noted, logger } = this.#parts;
    const upTo = this.trail.state.head.seq;
    const { signal } = this.#lifetime;
    let workedMs = clock.monoMs();
    const pause = async (entries: number): Promise<void> => {
      this.#verdict = { ...this.#verdict, entries };
      const tookMs = clock.monoMs() - workedMs;
      await clock.sleep(tookMs * (1 / BACKGROUND_SHARE - 1), signal);
      workedMs = clock.monoMs();
    };
    this.#running = this.#verify(noted ? [noted] : [], { upTo, pause }).then(
      () => {},
      (error: unknown) => {
        if (!signal.aborted) logger.error('the audit trail could not be verified', { error: String(error) });
      },
    );
  }

  /** Hands over what keeps checkpoints elsewhere: it ends after the last of them. */
  keep(kept: Disposable): void {
    this.kept = kept;
  }

  async dispose(): Promise<void> {
    await this.#lifetime.dispose();
    await this.#running;
  }

  get state(): AuditState {
    const { head, first, unavailable, checkpoint } = this.trail.state;
    return {
      ...{ first, last: head.seq, verdict: this.#verdict, unavailable: unavailable ?? null },
      ...{ checkpoint: checkpoint ?? null, public_key: this.#parts.keys.publicKey },
    };
  }

  /** Why the trail is not as it should be, as the health of the gateway tells it; undefined while all is well. */
  get reason(): string | undefined {
    const { unavailable } = this.trail.state;
    if (unavailable !== undefined) return unavailable;
    const [finding] = this.#verdict.findings;
    return this.#verdict.state === 'broken' && finding ? `The audit trail is broken. ${finding.text}` : undefined;
  }

  /** Verifies now, all of it. */
  async verify(checkpoint?: AuditCheckpoint): Promise<AuditVerdict> {
    await this.#running;
    const own = this.trail.state.checkpoint;
    const checkpoints = [checkpoint, own].filter((one) => one !== undefined);
    const turn = async (): Promise<void> => {
      await this.#parts.clock.sleep(0, this.#lifetime.signal);
    };
    const run = this.#verify(checkpoints, { upTo: this.trail.state.head.seq, pause: turn });
    this.#running = run.catch(() => undefined);
    return await run;
  }

  /** A page of entries, newest first. @param own only those of this actor. */
  async entries(
    asked: AuditQuestion & { readonly before?: number | undefined; readonly limit: number },
    own: string | undefined,
  ) {
    const { passes, fault, range } = this.#read(asked);
    const isOwn = (entry: AuditEntry): boolean => own === undefined || entry.actor.id === own;
    const page = await readPage(this.#parts.folder, {
      ...{ ...range, before: asked.before, limit: asked.limit, mostSeen: SEEN_AT_ONCE },
      passes: (entry) => isOwn(entry) && passes(entry),
    });
    return { entries: [...page.entries], before: page.before ?? null, fault };
  }

  async export(asked: AuditQuestion & Pick<AuditExport, 'format'>) {
    const { passes, fault, range } = this.#read(asked);
    if (fault !== '') throw new NexusError('NX_REQUEST_INVALID', fault);
    const { clock, folder, keys } = this.#parts;
    const question = { filter: asked.filter, from: asked.from ?? '', to: asked.to ?? '', zone: asked.zone };
    const checkpoint = await this.trail.checkpoint();
    const made = { format: asked.format, passes, ...range, question, timeMs: clock.wallUs() / 1_000, checkpoint };
    return await exportTrail(folder, keys, made);
  }

  #read({ filter, from, to, zone }: AuditQuestion) {
    const { passes, fault } = compileFilter(AUDIT_SHAPE, filter);
    const nowUs = this.#parts.clock.wallUs();
    const at = (text: string | undefined, other: number): number =>
      text === undefined || text === '' ? other : parseQueryTime(text, nowUs, zone) / 1_000;
    const range = { fromMs: at(from, Number.NEGATIVE_INFINITY), toMs: at(to, Number.POSITIVE_INFINITY) };
    return { passes, fault, range };
  }

  async #verify(
    checkpoints: readonly AuditCheckpoint[],
    how: { readonly upTo: number; readonly pause: (entries: number) => Promise<void> },
  ): Promise<AuditVerdict> {
    const { folder, keys, logger } = this.#parts;
    this.#verdict = this.#begun();
    const { first, last, entries, findings, broken } = await verifyTrail({ folder, keys, checkpoints, ...how });
    const state = broken === 0 ? 'ok' : 'broken';
    this.#verdict = { state, time: this.#now(), entries, first, last, findings: [...findings], broken };
    if (broken > 0) logger.error(`the audit trail is broken: ${findings[0]!.text}`, { broken });
    const told = { action: 'audit.verified', object: 'trail', after: { entries, first, last, broken } };
    const result = broken === 0 ? 'ok' : 'failed';
    await this.trail.record({ actor: { kind: 'system' }, interface: 'system', ...told, result }).catch(() => undefined);
    return this.#verdict;
  }

  #begun(): AuditVerdict {
    const { first } = this.trail.state;
    return { state: 'running', time: this.#now(), entries: 0, first, last: 0, findings: [], broken: 0 };
  }

  #now(): string {
    return new Date(this.#parts.clock.wallUs() / 1_000).toISOString();
  }
}
