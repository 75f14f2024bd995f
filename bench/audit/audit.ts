import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditKeys } from '../../src-main/access/audit/audit-keys.ts';
import { AuditTrail } from '../../src-main/access/audit/audit-trail.ts';
import { verifyTrail } from '../../src-main/access/audit/verify-trail.ts';
import { LineJournal } from '../../src-main/commands/line-journal.ts';
import { systemClock } from '../../src-main/kernel/clock.ts';
import { createLogger } from '../../src-main/kernel/logger.ts';
import type { AuditRecord } from '../../src-shared/domain/audit-entry.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { figure } from '../figure.ts';

const SCALE: Readonly<Record<Size, { readonly rounds: number; readonly seconds: number }>> = {
  tiny: { rounds: 1, seconds: 1 },
  short: { rounds: 3, seconds: 5 },
  long: { rounds: 5, seconds: 20 },
};
/** Entries a second that come, evenly: the goal of the reliability reference, row 37. */
const RATE = 1_000;
const TICK_MS = 5;
/** For the most that it takes: so many callers, each of which waits for its entry. */
const CALLERS = 200;

const refusal = (n: number): AuditRecord => ({
  actor: { kind: 'user', id: 'u-000017', name: 'J. Doe' },
  ...{ interface: 'rest', action: 'config.changeTag', object: `tag boiler-1/zone-${n % 64}`, result: 'refused' },
  ...{ code: 'NX_ACCESS_FORBIDDEN', requestId: `bench-${n}`, ip: '192.168.1.17', session: 's-8f21' },
  after: { sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', begins: '{"id":"zone"}' },
});

/** The trail of audit: entries on the medium, as refused calls come; and how fast it is looked through. */
export const audit: Benchmark = {
  name: 'audit',
  title: `Audit trail: ${RATE.toLocaleString('en')} entries a second, each on the medium before its call is answered`,
  missing: () => undefined,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const { rounds, seconds } = SCALE[size];
    const root = mkdtempSync(join(tmpdir(), 'audit-bench-'));
    const folder = join(root, 'audit');
    const { keys } = openAuditKeys(join(root, 'access'));
    const p99: number[] = [];
    const bare: number[] = [];
    const most: number[] = [];
    const looked: number[] = [];
    let written = 0;
    try {
      const trail = await AuditTrail.open({
        ...{ folder, keys, node: 'bench', clock: systemClock, logger: createLogger('error'), revision: () => 1 },
        retention: { files: 1_000, keepMs: Number.MAX_SAFE_INTEGER },
      });
      for (let round = 1; round <= rounds; round++) {
        say(`round ${round} of ${rounds}: ${RATE} a second`);
        const waits = await paced((n) => trail.record(refusal(n)), seconds);
        atLeast(RATE * seconds * 0.99, waits.length, 'entries');
        p99.push(p99Of(waits));
        say(`round ${round} of ${rounds}: lines without seals`);
        const { journal } = LineJournal.open(join(root, `lines-${round}`));
        bare.push(p99Of(await paced((n) => journal.append(JSON.stringify(refusal(n))), seconds)));
        await journal.dispose();
        say(`round ${round} of ${rounds}: as many as it takes`);
        const startMs = performance.now();
        const made = await flooded(trail, seconds * 1_000);
        most.push((made * 1_000) / (performance.now() - startMs));
        written += waits.length + made;
      }
      await trail.dispose();
      for (let round = 1; round <= rounds; round++) {
        say(`round ${round} of ${rounds}: verify`);
        const startMs = performance.now();
        const { entries, broken } = await verifyTrail({ folder, keys, checkpoints: [trail.state.checkpoint!] });
        if (broken > 0 || entries < written) throw new Error(`${broken} breaks in ${entries} entries of ${written}`);
        looked.push((entries * 1_000) / (performance.now() - startMs));
      }
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
    const plain = { with: 'the same lines without seals, synced alike', theirs: bare };
    return {
      figures: [
        figure(`Call to entry on the medium at ${RATE.toLocaleString('en')}/s, p99`, 'ms', p99, [plain], {
          atMost: 20,
        }),
        figure(`Entries of ${CALLERS} callers that wait for each`, 'entries/s', most, [], { atLeast: RATE }),
        figure('Verified', 'entries/s', looked),
      ],
      work: [`${written.toLocaleString('en')} entries written and verified, none broken, with a checkpoint each 1,000`],
    };
  },
};

const p99Of = (waits: number[]): number => waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.99)]!;

/** @returns how long each entry took, in ms. */
async function paced(record: (n: number) => Promise<void>, seconds: number): Promise<number[]> {
  const waits: number[] = [];
  const under: Promise<void>[] = [];
  const startMs = performance.now();
  const one = async (n: number): Promise<void> => {
    const beganMs = performance.now();
    await record(n);
    waits.push(performance.now() - beganMs);
  };
  for (let n = 0; n < RATE * seconds; ) {
    const due = Math.min(RATE * seconds, Math.floor(((performance.now() - startMs) * RATE) / 1_000));
    for (; n < due; n++) under.push(one(n));
    await systemClock.sleep(TICK_MS);
  }
  await Promise.all(under);
  return waits;
}

/** @returns how many there were. */
async function flooded(trail: AuditTrail, forMs: number): Promise<number> {
  const endMs = performance.now() + forMs;
  let made = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < endMs) await trail.record(refusal(made++));
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return made;
}
