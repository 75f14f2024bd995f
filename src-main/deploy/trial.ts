import { randomUUID } from 'node:crypto';
import type { AgentRunView } from '../../src-shared/contract/deploy-views.ts';
import type { GateLimits, GateLine } from '../../src-shared/domain/deploy-gate.ts';
import { NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import type { AgentStore, PendingTrial } from './agent-store.ts';
import { type GateFigures, judgeGate, whyNotMet } from './health-gate.ts';

/** What is tried out: the running plant, as far as a trial needs it. */
export interface TrialPlant {
  /** Of the gateway's project. */
  revision(): number;
  /** Notes how the plant is before the change. */
  begin(): void;
  /** @returns the revision that it became. */
  apply(): Promise<number>;
  restore(revision: number): Promise<void>;
  figures(): GateFigures;
}

export interface TrialOptions {
  readonly clock: Clock;
  readonly store: AgentStore;
  readonly plant: TrialPlant;
  readonly limits: GateLimits;
  readonly gateway: string;
  /** Whoever deploys from afar must say that he still reaches us, or it goes back (dead man). */
  readonly needsConfirmation: boolean;
  readonly kind: PendingTrial['kind'];
  readonly deployment: PendingTrial['deployment'];
  readonly counter?: { readonly key: string; readonly value: number } | undefined;
}

const LOOK_EVERY_MS = 250;
/** Figures must stay good for this share of the window, so that one good moment is no proof. */
const HOLD_SHARE = 6;
const MOST_HOLD_MS = 10_000;
const CONFIRM_MS = 15_000;

/** One change of a gateway, on trial until its health gate is met and the workstation confirmed that it reaches it. */
export class Trial {
  readonly id = randomUUID();
  readonly #options: TrialOptions;
  readonly #ended = Promise.withResolvers<AgentRunView>();
  #state: AgentRunView['state'] = 'applying';
  #text = 'Applying.';
  #code: string | null = null;
  #lines: readonly GateLine[] = [];
  #endMs = 0;
  #isConfirmed = false;
  #aborted: string | undefined;
  #isHalted = false;

  constructor(options: TrialOptions) {
    this.#options = options;
  }

  get isOver(): boolean {
    return ['promoted', 'rolled-back', 'failed'].includes(this.#state);
  }

  /** How it ended; never rejects. */
  get ended(): Promise<AgentRunView> {
    return this.#ended.promise;
  }

  get view(): AgentRunView {
    const { kind, deployment, clock } = this.#options;
    return {
      id: this.id,
      kind,
      state: this.#state,
      revision: deployment.revision,
      text: this.#text,
      code: this.#code,
      gate:
        this.#lines.length === 0
          ? null
          : {
              lines: [...this.#lines],
              secondsLeft: Math.max(0, Math.ceil((this.#endMs - clock.monoMs()) / 1_000)),
              isMet: this.#lines.every(({ isMet }) => isMet),
            },
    };
  }

  /** The workstation reaches the gateway and agrees. */
  confirm(): void {
    if (this.#state === 'waiting') this.#isConfirmed = true;
  }

  /** Goes back as soon as it can. */
  abort(why: string): void {
    this.#aborted ??= why;
  }

  /** It was never begun. */
  refuse(error: NexusError): void {
    this.#end('failed', error.text, error.code);
  }

  /** The gateway stops: what is on trial stays so on the disk, and the next start takes it back. */
  halt(): void {
    this.#isHalted = true;
  }

  /** Runs to the end. @throws what kept the change from being made; nothing was changed then. */
  async run(): Promise<AgentRunView> {
    const { store, plant, kind, deployment } = this.#options;
    const pending: PendingTrial = { id: this.id, kind, before: plant.revision(), deployment };
    let made: number;
    try {
      plant.begin();
      await store.begin(pending);
      made = await plant.apply();
    } catch (error) {
      const { code, text } = toNexusError(error);
      // The change may have been made in part of the engine: as long as the revision is another one it is taken back.
      if (plant.revision() !== pending.before) return await this.#back(pending, text, code);
      await store.forget();
      this.#end('failed', text, code);
      throw error;
    }
    const why = await this.#pass();
    if (this.#isHalted)
      return this.#end('failed', 'The gateway stops; it goes back at its next start.', 'NX_DEPLOY_GATE');
    if (why !== undefined) return await this.#back(pending, why, 'NX_DEPLOY_GATE');
    await store.end(pending, { state: 'promoted', text: '', targetRevision: made }, this.#options.counter);
    return this.#end('promoted', `Revision ${deployment.revision} runs.`, null);
  }

  /** @returns why it must go back; undefined when all is well. */
  async #pass(): Promise<string | undefined> {
    const { clock, limits, plant, needsConfirmation } = this.#options;
    const windowMs = limits.window_s * 1_000;
    const holdMs = Math.min(MOST_HOLD_MS, windowMs / HOLD_SHARE);
    this.#endMs = clock.monoMs() + windowMs;
    this.#state = 'gate';
    this.#text = 'The health gate is open.';
    let metSinceMs: number | undefined;
    for (;;) {
      if (this.#aborted !== undefined || this.#isHalted) return this.#aborted;
      crashPoint('config.healthWindow');
      const figures = plant.figures();
      this.#lines = judgeGate(figures, limits);
      const nowMs = clock.monoMs();
      if (this.#lines.every(({ isMet }) => isMet)) metSinceMs ??= nowMs;
      else metSinceMs = undefined;
      if (metSinceMs !== undefined && nowMs - metSinceMs >= holdMs) break;
      if (nowMs >= this.#endMs) return whyNotMet(figures, this.#lines, limits.window_s);
      await clock.sleep(LOOK_EVERY_MS);
    }
    if (!needsConfirmation) return undefined;
    this.#state = 'waiting';
    this.#text = 'The health gate is met; waiting for the workstation to confirm.';
    this.#endMs = clock.monoMs() + CONFIRM_MS;
    while (!this.#isConfirmed) {
      if (this.#aborted !== undefined || this.#isHalted) return this.#aborted;
      if (clock.monoMs() >= this.#endMs)
        return `the workstation did not confirm within ${CONFIRM_MS / 1_000} s that it reaches the gateway`;
      await clock.sleep(LOOK_EVERY_MS);
    }
    return undefined;
  }

  async #back(pending: PendingTrial, why: string, code: string): Promise<AgentRunView> {
    const { store, plant, gateway, deployment } = this.#options;
    this.#state = 'rolling-back';
    this.#text = `Going back: ${why}.`;
    const before = store.deployed ? `revision ${store.deployed.revision}` : 'the configuration before';
    const text =
      code === 'NX_DEPLOY_GATE'
        ? `Health gate not met on ${gateway}: ${why}. Rolled back to ${before}.`
        : `${gateway} could not apply revision ${deployment.revision}: ${why} Rolled back to ${before}.`;
    try {
      await plant.restore(pending.before);
      crashPoint('config.rollback');
    } catch (error) {
      // The file of the trial stays: the next start takes it back before anything runs.
      const failed = `${text} Going back failed (${toNexusError(error).text}); the gateway goes back at its next start.`;
      return this.#end('failed', failed, code);
    }
    await store.end(pending, { state: 'rolled-back', text, targetRevision: plant.revision() }, this.#options.counter);
    return this.#end('rolled-back', text, code);
  }

  #end(state: AgentRunView['state'], text: string, code: string | null): AgentRunView {
    this.#state = state;
    this.#text = text;
    this.#code = code;
    this.#ended.resolve(this.view);
    return this.view;
  }
}

/** For who asks for a trial while another one is not over. */
export const trialRuns = (): NexusError =>
  new NexusError('NX_DEPLOY_BUSY', 'A deploy is on trial on this gateway. Wait until its health gate has ended.');
