import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { counterFrame, seededRandom } from '../../log/counter-frame.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { Collector } from './collector.ts';
import { counterRow, published, startLog, startPublisher, until } from './log-and-publisher.ts';

const KILLS = 20;
/** Smaller than a batch of the wide device, so that most kills hit a record that is acknowledged in part. */
const WINDOW = 60;
const NARROW = [1, 2, 3];
const WIDE = Array.from({ length: 150 }, (_, i) => 100 + i);
const TAGS = [...NARROW, ...WIDE];
let folder: string;
let lifetime: Lifetime;
let workers: Worker[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-publisher-kill-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
  workers = [];
  const remember = (worker: Worker): void => void workers.push(worker);
  process.on('worker', remember);
  lifetime.defer(() => void process.off('worker', remember));
});

afterEach(() => lifetime.dispose());

describe.skipIf(mosquittoMissing() !== undefined)('a publisher that is killed', () => {
  for (const qos of [1, 2] as const) {
    it(`${KILLS} times under load with QoS ${qos} publishes every accepted point, in order, with at most a window of duplicates a kill`, async () => {
      const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
      const collector = lifetime.add(await Collector.connect(broker.url, ['acme/#']));
      const log = lifetime.add(await startLog(folder, { segmentBytes: 256 * 1_024 }));
      const names = TAGS.map((tag) => [tag, `tag ${tag}`] as const);
      log.log.names(
        [
          [1, 'device 1'],
          [2, 'device 2'],
        ],
        names,
      );
      const start = async () => {
        const running = await startPublisher(folder, log, { mqtt: { url: broker.url, window: WINDOW, qos } });
        running.publisher.tags(TAGS.map(counterRow), true);
        return running;
      };
      let running = await start();
      await until(() => running.publisher.progress !== undefined);
      let n = 0;
      const load = systemClock.every(4, () => {
        log.log.append(counterFrame(1, NARROW, n, systemClock.wallUs()), NARROW.length);
        log.log.append(counterFrame(2, WIDE, n, systemClock.wallUs()), WIDE.length);
        n++;
      });
      lifetime.add(load);
      const random = seededRandom(5 + qos);
      let seenBefore = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        await until(() => collector.seen.length > seenBefore);
        await systemClock.sleep(random() * 250);
        seenBefore = collector.seen.length;
        await workers.findLast((worker) => worker.threadName === 'publisher')!.terminate();
        await running.dispose();
        running = await start();
      }
      load.dispose();
      lifetime.add(running);
      const whole = { log: log.log, publisher: running.publisher };
      await published(whole);
      const points = n * TAGS.length;
      const first = new Set<string>();
      let duplicates = 0;
      const lastOf = new Map<string, number>();
      const inversions: string[] = [];
      await until(() => {
        for (const { topic, text } of collector.seen.splice(0)) {
          const { value } = JSON.parse(text) as { value: number };
          const key = `${topic} ${value}`;
          if (first.has(key)) duplicates++;
          else {
            if (value < (lastOf.get(topic) ?? -1)) inversions.push(key);
            lastOf.set(topic, value);
          }
          first.add(key);
        }
        return first.size >= points;
      });
      expect(points).toBeGreaterThan(20_000);
      expect(first.size).toBe(points);
      expect(inversions).toEqual([]);
      expect(duplicates).toBeLessThanOrEqual(KILLS * WINDOW);
      expect(running.publisher.counts).toEqual({ before: 0, delivered: points, queued: 0, dropped: 0, quarantined: 0 });
      expect(running.publisher.progress!.trimBelow).toBeGreaterThan(2);
    });
  }
});
