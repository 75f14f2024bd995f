import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { counterFrame } from '../../log/counter-frame.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { Collector } from '../publishing/collector.ts';
import {
  counterRow,
  published,
  type RunningPublisher,
  startLog,
  startPublisher,
  until,
} from '../publishing/log-and-publisher.ts';

const TAGS = [1, 2, 3, 4];
let folder: string;
let lifetime: Lifetime;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-retained-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
});
afterEach(() => lifetime.dispose());

/** Topics that somebody who comes now is given something of. */
async function keptTopics(url: string): Promise<string[]> {
  const collector = await Collector.connect(url, ['acme/#', 'done'], {
    clean: true,
    clientId: `kept-${Math.random()}`,
  });
  // What is retained comes first: when this is back, all of it is here.
  await collector.client.publishAsync('done', 'now', { qos: 1 });
  await until(() => collector.seen.some(({ topic }) => topic === 'done'));
  await collector.dispose();
  return collector.seen.flatMap(({ topic, retain }) => (retain ? [topic] : [])).sort();
}

describe.skipIf(mosquittoMissing() !== undefined)('a broker that keeps last values', () => {
  it('is told to keep nothing of tags that were renamed or deleted, also while the gateway was off', async () => {
    const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
    const log = lifetime.add(await startLog(folder));
    log.log.names(
      [[1, 'device 1']],
      TAGS.map((tag) => [tag, `tag ${tag}`] as const),
    );
    let n = 0;
    const append = (): void => {
      for (const end = n + 50; n < end; n++) log.log.append(counterFrame(1, TAGS, n, 1e15 + n * 1_000), TAGS.length);
    };
    const start = (): Promise<RunningPublisher> =>
      startPublisher(folder, log, { mqtt: { url: broker.url, retain: true } });
    const topic = (tag: number): string => counterRow(tag).topic;

    const first = await start();
    first.publisher.tags(TAGS.map(counterRow), true);
    await until(() => first.publisher.progress !== undefined);
    append();
    await published({ log: log.log, publisher: first.publisher });
    expect(await keptTopics(broker.url)).toEqual([1, 2, 3, 4].map(topic));

    const renamed = { ...counterRow(2), topic: 'acme/plant/line/device/new-name' };
    first.publisher.tags([counterRow(1), renamed, counterRow(4)], false, true);
    append();
    await eventually(async () => expect(await keptTopics(broker.url)).toEqual([renamed.topic, topic(1), topic(4)]));
    await first.dispose();

    const second = lifetime.add(await start());
    second.publisher.tags([counterRow(1)], true);
    await eventually(async () => expect(await keptTopics(broker.url)).toEqual([topic(1)]));
    expect(second.publisher.counts.delivered).toBe(n * TAGS.length - second.publisher.counts.quarantined);
  });
});
