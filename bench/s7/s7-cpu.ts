import { s7 } from '../../src-main/drivers/all.ts';
import { systemClock } from '../../src-main/kernel/clock.ts';
import { hasTrixie, TRIXIE } from '../../src-main/testing/trixie.ts';
import { atLeast, type Benchmark, type BenchmarkRun, type Outcome, type Size } from '../benchmark.ts';
import { nodeContestant, runContestant } from '../contestant.ts';
import { figure } from '../figure.ts';
import { perMillion } from '../meter.ts';
import type { ReadOrder, ReadWork } from '../modbus/read-work.ts';
import { SETTLE_MS } from '../modbus/read-work.ts';
import { inTurn } from '../turns.ts';
import { s7Address, s7Layout } from './s7-layout.ts';
import { PDU, S7Plant } from './s7-plant.ts';

interface Scale {
  readonly devices: number;
  readonly rounds: number;
  readonly paced: Pace;
  readonly fullSpeed: Pace;
}
type Pace = Pick<ReadOrder, 'periodMs' | 'warmSeconds' | 'measureSeconds'>;

const TAGS = 100;
const SCALE: Readonly<Record<Size, Scale>> = {
  tiny: {
    devices: 3,
    rounds: 1,
    paced: { periodMs: 100, warmSeconds: 1, measureSeconds: 1 },
    fullSpeed: { periodMs: 0, warmSeconds: 0.5, measureSeconds: 0.5 },
  },
  short: {
    devices: 20,
    rounds: 3,
    paced: { periodMs: 1_000, warmSeconds: 3, measureSeconds: 5 },
    fullSpeed: { periodMs: 0, warmSeconds: 1, measureSeconds: 1 },
  },
  long: {
    devices: 20,
    rounds: 5,
    paced: { periodMs: 1_000, warmSeconds: 10, measureSeconds: 20 },
    fullSpeed: { periodMs: 0, warmSeconds: 3, measureSeconds: 5 },
  },
};
/** The goals of the specification: S7, 20 PLCs × 100 tags. */
const GATES = {
  cpu: { atMost: 2.5 },
  /** Two and a half times better. */
  cpuOfNodes7: { atMost: 1 / 2.5 },
  messages: { atMost: 1 },
} as const;
/** Bytes of values in one message with one item: a header of 14, four for the item (field guide E4). */
const ROOM = PDU - 14 - 4;

const contestants = ['ours', 'nodes7 by items'] as const;
type Contestant = (typeof contestants)[number];

/** CPU of reading values from S7 CPUs: ours and nodes7 with every tag an item, on one plant of snap7. */
export const s7Cpu: Benchmark = {
  name: 's7-cpu',
  title: 'S7: CPU for a million values, 20 CPUs × 100 tags, PDU 240',
  missing: () =>
    hasTrixie() ? undefined : `there is no trixie in ${TRIXIE}: as root run scripts/trixie-peers.sh ${TRIXIE}`,
  async run({ size, say }: BenchmarkRun): Promise<Outcome> {
    const scale = SCALE[size];
    const layout = s7Layout(TAGS);
    const plant = await S7Plant.start(scale.devices, layout);
    const script: Readonly<Record<Contestant, URL>> = {
      ours: new URL('our-contestant.ts', import.meta.url),
      'nodes7 by items': new URL('nodes7-contestant.ts', import.meta.url),
    };
    const read = async (name: Contestant, pace: Pace): Promise<ReadWork> => {
      const order: ReadOrder = { ports: plant.ports, tagsPerDevice: TAGS, ...pace };
      const deadlineMs = (pace.warmSeconds + pace.measureSeconds + 20) * 1_000 + SETTLE_MS;
      const work = await runContestant<ReadWork>(nodeContestant(script[name], order), deadlineMs);
      const polls = pace.periodMs > 0 ? (pace.measureSeconds * 1_000) / pace.periodMs - 1 : 1;
      atLeast(polls * scale.devices * TAGS, work.values, 'values read');
      if (work.pollSum !== layout.sum)
        throw new Error(`The values of a poll add up to ${work.pollSum}, not to ${layout.sum}`);
      return work;
    };
    const compete = (pace: Pace): Promise<Record<Contestant, ReadWork[]>> =>
      inTurn(
        scale.rounds,
        { ours: () => read('ours', pace), 'nodes7 by items': () => read('nodes7 by items', pace) },
        (text) => say(`${pace.periodMs > 0 ? 'by schedule' : 'full speed'}, ${text}`),
      );
    try {
      return outcome(scale, await compete(scale.paced), await compete(scale.fullSpeed));
    } finally {
      await plant.dispose();
    }
  },
};

function outcome(
  { devices }: Scale,
  paced: Record<Contestant, ReadWork[]>,
  fast: Record<Contestant, ReadWork[]>,
): Outcome {
  const cpu = (runs: readonly ReadWork[]): number[] =>
    runs.map(({ cpuSeconds, values }) => perMillion(cpuSeconds, values));
  const speed = (runs: readonly ReadWork[]): number[] => runs.map(({ values, seconds }) => values / seconds);
  const other = 'nodes7 by items';
  const { cells, memory } = s7Layout(TAGS);
  const driver = s7.create(s7.connection.parse({ host: '127.0.0.1', pdu_size: PDU }), { clock: systemClock });
  const { requests } = driver.plan(cells.map((cell) => ({ address: s7Address(cell) }))).summary;
  const read = [...Object.values(paced), ...Object.values(fast)].flat().reduce((sum, { values }) => sum + values, 0);
  return {
    figures: [
      figure(
        'CPU per million values, by schedule',
        's',
        cpu(paced.ours),
        [{ with: other, theirs: cpu(paced[other]), gate: GATES.cpuOfNodes7 }],
        GATES.cpu,
      ),
      figure('CPU per million values, full speed', 's', cpu(fast.ours), [{ with: other, theirs: cpu(fast[other]) }]),
      figure('Values, full speed', 'values/s', speed(fast.ours), [{ with: other, theirs: speed(fast[other]) }]),
      figure(
        'Messages per CPU and poll',
        'messages',
        [requests.length],
        [{ with: 'the whole span', theirs: [Math.ceil(memory.length / 2 / ROOM)], gate: GATES.messages }],
      ),
    ],
    work: [
      `${devices} CPUs × ${TAGS} tags; ${read.toLocaleString('en')} values read in all, the sum of each last poll was right`,
    ],
  };
}
