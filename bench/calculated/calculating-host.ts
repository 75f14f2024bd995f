/* An acquisition host with one calculated device: frames of its inputs in, frames of its points out. */
import type { FromAcquisition } from '../../src-main/acquisition/acquisition-messages.ts';
import { acquisitionWork } from '../../src-main/acquisition/acquisition-work.ts';
import { findDriver } from '../../src-main/drivers/registry.ts';
import { systemClock } from '../../src-main/kernel/clock.ts';
import { silentLogger } from '../../src-main/kernel/logger.ts';
import { compileTagRule } from '../../src-main/processing/tag-rule.ts';
import { decodeBatch, encodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { emptyBatch, type PointBatch } from '../../src-shared/domain/point-batch.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { contestantInput, finish } from '../contestant.ts';
import { startMeter } from '../meter.ts';
import { DEVICES, type HostOrder, type HostWorkDone, RATE } from './host-work.ts';

const { tags, warmSeconds, measureSeconds } = contestantInput<HostOrder>();
/** Two for each calculated tag: numbers 0 … 2 · tags − 1; calculated ones follow. */
const inputs = 2 * tags;
const perDevice = inputs / DEVICES;

let points = 0;
const last = new Float64Array(tags);
const host = acquisitionWork(
  {
    logger: silentLogger,
    tell(body) {
      const message = body as FromAcquisition;
      if (message.type === 'wants') host.onTell!(feed(snapshot(), true));
      if (message.type !== 'batch') return;
      points += message.points;
      const { count, tag, value } = decodeBatch(message.frame);
      for (let row = 0; row < count; row++) last[tag[row]! - inputs] = value[row]!;
    },
  },
  systemClock,
  findDriver,
);

/** Two inputs each, six operators and functions, as of plants: a mean, a limit, a choice. */
const expressionOf = (index: number): string =>
  `{d/i${2 * index}} > 500 ? clamp(avg({d/i${2 * index}}, {d/i${2 * index + 1}}) * 1.8 + 32, 0, 1e6) : or_else({d/i${2 * index + 1}}, 0)`;
const wanted = (a: number, b: number): number => (a > 500 ? ((a + b) / 2) * 1.8 + 32 : b);

const feed = (batch: PointBatch, isSnapshot: boolean): never =>
  ({ type: 'feed', frame: encodeBatch(batch), isSnapshot }) as never;
const columns = (from: number, count: number, value: number): PointBatch => ({
  ...emptyBatch(),
  count,
  tag: Uint32Array.from({ length: count }, (_, i) => from + i),
  timeUs: new Float64Array(count).fill(systemClock.wallUs()),
  value: Float64Array.from({ length: count }, (_, i) => value + ((from + i) % 7)),
  status: new Uint32Array(count),
});
const snapshot = (): PointBatch => columns(0, inputs, 400);

host.onTell!({
  type: 'add',
  jobs: [
    {
      id: 'kpi',
      number: 0,
      protocol: 'calculated',
      endpoint: 'calculated',
      connection: {},
      pollIntervalMs: 1_000,
      simulated: false,
      tags: Array.from({ length: tags }, (_, index) => {
        const [id, address, number] = [`t${index}`, expressionOf(index), inputs + index];
        const names = [0, 1].map((of) => [`d/i${2 * index + of}`, 2 * index + of] as const);
        const made = { number, uid: id, device: 'kpi', everyMs: 1_000, inputs: names };
        return { id, driver: { address, made }, rule: compileTagRule(Tag.parse({ id, address }), number) };
      }),
    },
  ],
} as never);

let turn = 0;
let level = 0;
const periodMs = 1_000 / RATE / DEVICES;
const startedMs = systemClock.monoMs();
// What a busy machine makes late is sent all the same.
const sender = systemClock.every(periodMs, () => {
  while (turn * periodMs < systemClock.monoMs() - startedMs) {
    const device = turn++ % DEVICES;
    if (device === 0) level = 300 + ((level + 37) % 600);
    host.onTell!(feed(columns(device * perDevice, perDevice, level), false));
  }
});
await systemClock.sleep(warmSeconds * 1_000);
const before = points;
const read = startMeter();
await systemClock.sleep(measureSeconds * 1_000);
const { seconds, cpuSeconds } = read();
const done = points - before;
sender.dispose();
for (let device = 0; device < DEVICES; device++) host.onTell!(feed(columns(device * perDevice, perDevice, 700), false));
const areRight = last.every((value, index) => value === wanted(700 + ((2 * index) % 7), 700 + ((2 * index + 1) % 7)));
await host.stop();
finish({ seconds, cpuSeconds, points: done, areRight } satisfies HostWorkDone);
