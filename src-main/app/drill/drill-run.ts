import { hostname } from 'node:os';
import type { DrillFinding, DrillResult, DrillTarget, RunningDrill } from '../../../src-shared/contract/drill.ts';
import type { Balance } from '../../../src-shared/contract/system.ts';
import { deviceFindings, pollFindings } from '../../diagnostics/drill/device-findings.ts';
import { judged, noPoints, secondsText } from '../../diagnostics/drill/finding.ts';
import { sinkFindings } from '../../diagnostics/drill/sink-findings.ts';
import {
  brokerFindings,
  type SeenAtBroker,
  type SeenInStore,
  storeFindings,
} from '../../diagnostics/drill/way-findings.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { RunningJob } from '../jobs/job-list.ts';
import { BrokerWitness } from './broker-witness.ts';
import { type CutReport, Cutter } from './cutter.ts';
import { DrillEyes, tagsOf } from './drill-eyes.ts';
import type { DrillParts } from './drill-parts.ts';
import type { DrillPlan } from './drill-plan.ts';
import { HISTORIAN } from './drill-targets.ts';
import { readBack } from './read-back.ts';

/** What was found at the far ends. */
interface Ways {
  readonly brokers: ReadonlyMap<string, SeenAtBroker>;
  readonly store: SeenInStore | undefined;
}

const BEFORE_MS = 3_000;
const LOOK_MS = 250;
/** What is on its way when the span ends: a poll, a group of the log, a message. */
const EDGE_MS = 1_000;
const SETTLE_MS = 20_000;
/** A sink has this long to catch up, and twice the cut. */
const CATCH_UP_MS = 120_000;

/** One outage drill from beginning to end. What it cut is restored whatever happens. */
export class DrillRun {
  readonly #parts: DrillParts;
  readonly #plan: DrillPlan;
  readonly #tell: (running: RunningDrill) => void;
  readonly #lifetime = new Lifetime('drill');
  readonly #cutter: Cutter;
  readonly #sinks: readonly DrillTarget[];
  readonly #devices: readonly DrillTarget[];
  #eyes: DrillEyes | undefined;
  #phase: RunningDrill['phase'] = 'before';
  #untilUs: number | null = null;
  #cutUs: number | null = null;
  #restoredUs: number | null = null;

  constructor(parts: DrillParts, plan: DrillPlan, tell: (running: RunningDrill) => void) {
    this.#parts = parts;
    this.#plan = plan;
    this.#tell = tell;
    this.#sinks = plan.targets.filter(({ kind }) => kind !== 'device');
    this.#devices = plan.targets.filter(({ kind }) => kind === 'device');
    const names = (targets: readonly DrillTarget[]): string[] => targets.map(({ name }) => name);
    this.#cutter = new Cutter(parts, names(this.#sinks), names(this.#devices));
  }

  get view(): RunningDrill {
    const { id, targets, actor, startedUs } = this.#plan;
    const waiting = this.#eyes?.waiting ?? 0;
    const shown = targets.map(({ kind, name, title, isReal }) => ({ kind, name, title, isReal }));
    return { id, phase: this.#phase, targets: shown, actor, startedUs, untilUs: this.#untilUs, waiting };
  }

  /** @throws what the signal was aborted with, after everything was restored. */
  async run({ signal, progress }: Pick<RunningJob, 'signal' | 'progress'>): Promise<DrillResult> {
    const { clock, storage, plant } = this.#parts;
    const forMs = this.#plan.request.forS * 1_000;
    try {
      this.#become('before');
      progress(0, 'Looking at what is usual');
      const witnesses = await this.#witnesses();
      // What is read from now on: those who look on hear by now, and are told before the first point of it.
      const fromUs = clock.wallUs() + EDGE_MS * 1_000;
      await Promise.all([...witnesses.values()].map((witness) => witness.from(fromUs)));
      const cutDevices = plant.sharing(this.#devices.map(({ name }) => name));
      const eyes = this.#lifetime.add(new DrillEyes(this.#parts, this.#plan, cutDevices, fromUs));
      this.#eyes = eyes;
      this.#lifetime.add(clock.every(1_000, () => this.#tell(this.view)));
      const before = storage.balance();
      await clock.sleep(BEFORE_MS, signal);

      await this.#cut(eyes, forMs);
      const startMs = clock.monoMs();
      for (let goneMs = 0; goneMs < forMs; goneMs = clock.monoMs() - startMs) {
        progress((0.7 * goneMs) / forMs, `Cut for ${secondsText(forMs - goneMs)} more`);
        await clock.sleep(Math.min(LOOK_MS, forMs - goneMs), signal);
      }
      const report = await this.#restore(eyes);

      this.#become('catching-up');
      const deadlineMs = CATCH_UP_MS + 2 * forMs;
      const endMs = clock.monoMs() + deadlineMs;
      const isBack = (): boolean =>
        eyes.tracks.every(({ isDrained }) => isDrained) && eyes.watches.every((watch) => watch.isBack);
      while (!isBack() && clock.monoMs() < endMs) {
        progress(0.8, `Catching up, ${eyes.waiting} points wait`);
        await clock.sleep(LOOK_MS, signal);
      }

      this.#become('comparing');
      progress(0.9, 'Comparing what arrived with what was read');
      const toUs = clock.wallUs() + EDGE_MS * 1_000;
      eyes.ledger.toUs = toUs;
      await Promise.all([...witnesses.values()].map((witness) => witness.until(toUs)));
      await clock.sleep(2 * EDGE_MS, signal);
      const ways = await this.#compare(witnesses, eyes, signal);
      const after = storage.balance();
      const findings = this.#findings({ eyes, report, before, after, ways, deadlineMs });
      return this.#result(report.isInterrupted ? 'interrupted' : undefined, findings);
    } finally {
      await this.#cutter.dispose();
      await this.#lifetime.dispose();
    }
  }

  /** Of a drill that was called off or could not go on. */
  stopped(state: 'cancelled' | 'interrupted', text: string): DrillResult {
    return { ...this.#result(state, []), text };
  }

  async #witnesses(): Promise<Map<string, BrokerWitness>> {
    const made = new Map<string, BrokerWitness>();
    const tags = tagsOf(this.#parts);
    for (const { name, kind } of this.#sinks) {
      const sink = this.#parts.storage.publishing?.sinks.find((one) => one.name === name);
      if (kind !== 'broker' || !sink) continue;
      const witness = this.#lifetime.add(new BrokerWitness(this.#parts, sink, tags));
      await witness.begin(this.#plan.id.slice(-4));
      made.set(name, witness);
    }
    return made;
  }

  async #cut(eyes: DrillEyes, forMs: number): Promise<void> {
    const { clock, logger } = this.#parts;
    for (const track of eyes.tracks) track.cutAt(clock.monoMs());
    const devices = await this.#cutter.cut(forMs);
    this.#cutUs = this.#cutter.cutUs;
    this.#untilUs = this.#cutUs + forMs * 1_000;
    for (const watch of eyes.watches) watch.cutAt(Math.max(...devices.map(({ changedUs }) => changedUs)));
    logger.warn('an outage drill cut links', {
      drill: this.#plan.id,
      targets: this.#plan.targets.map(({ name }) => name),
    });
    this.#become('cut');
  }

  async #restore(eyes: DrillEyes): Promise<CutReport> {
    const { clock, logger } = this.#parts;
    const report = await this.#cutter.restore();
    for (const track of eyes.tracks) track.restoredAt(clock.monoMs());
    const times = report.devices.map(({ changedUs }) => changedUs);
    for (const watch of eyes.watches) watch.restoredAt(times.length > 0 ? Math.min(...times) : clock.wallUs());
    this.#restoredUs = clock.wallUs();
    logger.info('an outage drill restored what it had cut', { drill: this.#plan.id });
    return report;
  }

  /** Looks again while anything is missing: the last points may still be on their way. */
  async #compare(witnesses: ReadonlyMap<string, BrokerWitness>, eyes: DrillEyes, signal: AbortSignal): Promise<Ways> {
    const { clock, storage } = this.#parts;
    const endMs = clock.monoMs() + SETTLE_MS;
    const again = (faulty: number | undefined): boolean => faulty !== undefined && clock.monoMs() < endMs;
    const brokers = new Map<string, SeenAtBroker>();
    for (const [name, witness] of witnesses) {
      let seen = await witness.look(eyes.ledger);
      for (; again(seen.check.faulty); seen = await witness.look(eyes.ledger)) await clock.sleep(2 * LOOK_MS, signal);
      brokers.set(name, seen);
    }
    let store: SeenInStore | undefined;
    if (this.#sinks.some(({ kind }) => kind === 'database')) {
      const look = (): Promise<SeenInStore> => readBack(storage, tagsOf(this.#parts), eyes.ledger, signal);
      store = await look();
      for (; again(store.check.faulty); store = await look()) await clock.sleep(2 * LOOK_MS, signal);
    }
    return { brokers, store };
  }

  #findings(seen: {
    readonly eyes: DrillEyes;
    readonly report: CutReport;
    readonly before: Balance;
    readonly after: Balance;
    readonly ways: Ways;
    readonly deadlineMs: number;
  }): DrillFinding[] {
    const { eyes, report, before, after, ways, deadlineMs } = seen;
    const { storage } = this.#parts;
    const findings: DrillFinding[] = [];
    for (const { name, title, kind } of this.#sinks) {
      const track = eyes.tracks.find((one) => one.name === name)!;
      const [from, to] = [before, after].map(({ sinks }) => sinks.find(({ sink }) => sink === name));
      if (!from || !to) continue;
      const hasSockets = kind === 'broker' || storage.databaseSchema !== undefined;
      const cut = report.sinks.get(name);
      findings.push(
        ...sinkFindings({
          track,
          title,
          before: from,
          after: to,
          accepted: after.accepted,
          hasSockets,
          cut,
          deadlineMs,
        }),
      );
      const atBroker = ways.brokers.get(name);
      if (atBroker) findings.push(...brokerFindings(title, atBroker));
      if (name === HISTORIAN && ways.store) findings.push(...storeFindings(title, ways.store));
    }
    if (this.#devices.length > 0) {
      const ended = report.devices.reduce((sum, one) => sum + one.ended + one.turnedAway, 0);
      findings.push(judged('Devices', 'Connections cut', `${ended}`, 'at least 1', ended > 0));
    }
    for (const { name, title } of this.#devices)
      findings.push(...deviceFindings(title, eyes.watches.find(({ device }) => device === name)!.figures));
    findings.push(...pollFindings(eyes.polls));
    findings.push(noPoints('Log', 'Refused', after.rejected - before.rejected));
    return findings;
  }

  #result(ended: 'cancelled' | 'interrupted' | undefined, findings: DrillFinding[]): DrillResult {
    const { id, request, actor, startedUs } = this.#plan;
    const { project, revision } = {
      project: this.#parts.editor.current.project,
      revision: this.#parts.editor.current.revision,
    };
    const failed = findings.filter(({ verdict }) => verdict === 'fail');
    const state = ended ?? (failed.length > 0 ? 'failed' : 'passed');
    return {
      ...{ id, state, targets: this.view.targets, forS: request.forS, actor, reason: request.reason, startedUs },
      text: textOf(state, findings, failed),
      endedUs: this.#parts.clock.wallUs(),
      ...{ project: project.config.project.name, gateway: hostname(), version: this.#parts.version },
      ...{ revision: revision.number, cutUs: this.#cutUs, restoredUs: this.#restoredUs, findings },
      backlog: this.#eyes?.samples.view ?? { sinks: [], atS: [], points: [] },
    };
  }

  #become(phase: RunningDrill['phase']): void {
    this.#phase = phase;
    this.#tell(this.view);
  }
}

function textOf(
  state: DrillResult['state'],
  findings: readonly DrillFinding[],
  failed: readonly DrillFinding[],
): string {
  if (state === 'interrupted')
    return 'A thread of the gateway ended during the cut and came back without it. Start the drill again.';
  const limits = findings.filter(({ verdict }) => verdict === 'pass').length;
  if (failed.length === 0) return `Passed: all ${limits} properties are within their limits.`;
  const first = failed[0]!;
  return `Failed: ${failed.length} of ${limits + failed.length} properties are outside their limits, first “${first.subject}: ${first.property}” with ${first.figure} (limit ${first.limit}).`;
}
