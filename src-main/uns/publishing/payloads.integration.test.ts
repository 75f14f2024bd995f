import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { counterFrame } from '../../log/counter-frame.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { decodePayload } from '../payload/decode-payload.ts';
import type { DecodedPoint } from '../payload/decoded-point.ts';
import { Collector } from './collector.ts';
import { counterRow, published, startLog, startPublisher, until } from './log-and-publisher.ts';

const TAGS = Array.from({ length: 150 }, (_, i) => i + 1);
const LIVES = 6;
const READINGS = 60;
const WINDOW = 20;
let folder: string;
let lifetime: Lifetime;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-payloads-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
});

afterEach(() => lifetime.dispose());

/** The numbers of the readings that were seen of each tag, in the order they came for the first time. */
function numbersOf(points: readonly DecodedPoint[]): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  for (const { topic, value } of points) {
    const numbers = found.get(topic) ?? new Set();
    found.set(topic, numbers.add(Math.floor(Number(value) / 10_000)));
  }
  return found;
}

const isWhole = (points: readonly DecodedPoint[], readings: number): boolean => {
  const found = [...numbersOf(points).values()];
  return found.length === TAGS.length - 1 && found.every(({ size }) => size >= readings);
};

describe.skipIf(mosquittoMissing() !== undefined)('a publisher with another payload', () => {
  for (const payload of ['json-batch', 'compact', 'msgpack'] as const) {
    it(`${payload} publishes every point in order over restarts and a broker that went away`, async () => {
      const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
      const collector = lifetime.add(await Collector.connect(broker.url, ['acme/#']));
      const points: DecodedPoint[] = [];
      let messages = 0;
      collector.client.on('message', (topic, bytes) => {
        const found = decodePayload(topic, bytes);
        expect(found?.kind).toBe(payload);
        points.push(...found!.points);
        messages++;
      });
      const log = lifetime.add(await startLog(folder));
      log.log.names(
        [[1, 'device 1']],
        TAGS.map((tag) => [tag, `tag ${tag}`] as const),
      );
      const mqtt = { url: broker.url, payload, window: WINDOW, meta: true };
      for (let life = 0; life < LIVES; life++) {
        const running = await startPublisher(folder, log, { mqtt });
        // The last tag is no longer in the project: its points are quarantined.
        running.publisher.tags(TAGS.slice(0, -1).map(counterRow), true);
        await until(() => running.publisher.progress !== undefined);
        if (life === LIVES / 2) await broker.stop();
        for (let n = life * READINGS; n < (life + 1) * READINGS; n++) {
          log.log.append(counterFrame(1, TAGS, n, 1_763_700_000e6 + n * 1_000), TAGS.length);
        }
        if (life === LIVES / 2) {
          await until(() => running.publisher.state.kind === 'offline');
          await broker.start();
        }
        // Every other life ends in the middle of its work, in good order.
        if (life % 2 === 1) await published({ log: log.log, publisher: running.publisher });
        else await until(() => log.log.counts.pending === 0);
        if (life < LIVES - 1) await running.dispose();
        else lifetime.add(running);
        if (life < LIVES - 1) continue;
        const readings = LIVES * READINGS;
        await until(() => isWhole(points, readings));
        const found = numbersOf(points);
        const all = Array.from({ length: readings }, (_, n) => n);
        for (const tag of TAGS.slice(0, -1)) expect([...found.get(counterRow(tag).topic)!]).toEqual(all);
        expect(running.publisher.counts).toEqual({
          before: 0,
          delivered: readings * (TAGS.length - 1),
          queued: 0,
          dropped: 0,
          quarantined: readings,
        });
        // Mosquitto, too, sends again what its reader had not acknowledged.
        expect(messages).toBeGreaterThanOrEqual(payload === 'json-batch' ? readings : readings * (TAGS.length - 1));
        if (payload === 'json-batch') expect(messages).toBeLessThan(readings * 2);
        expect(points[0]!.meta).toMatchObject({ seq: 1 });
      }
    });
  }
});
