import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { counterFrame } from '../../log/counter-frame.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { Collector } from './collector.ts';
import { counterRow, published, startLogAndPublisher, until } from './log-and-publisher.ts';

const TAGS = [1, 2, 3];
let folder: string;
let lifetime: Lifetime;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-websocket-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
});
afterEach(() => lifetime.dispose());

/** A broker that speaks WebSocket on one port and plain MQTT on the other. */
async function givenBroker(): Promise<{ broker: MosquittoProcess; plainUrl: string }> {
  const [port, plain] = [await freePort(), await freePort()];
  const settings = [`listener ${port} 127.0.0.1`, 'protocol websockets', `listener ${plain} 127.0.0.1`];
  const broker = lifetime.add(await new MosquittoProcess(port, settings).start());
  return { broker, plainUrl: `mqtt://127.0.0.1:${plain}` };
}

describe.skipIf(mosquittoMissing() !== undefined)('a broker behind WebSocket', () => {
  for (const [version, qos] of [
    ['5', 1],
    ['3.1.1', 1],
    ['5', 0],
  ] as const) {
    it(`is given every point once and in order with MQTT ${version} and QoS ${qos}`, async () => {
      const { broker, plainUrl } = await givenBroker();
      const collector = lifetime.add(await Collector.connect(plainUrl, ['acme/#']));
      const url = `ws://127.0.0.1:${broker.port}/mqtt`;
      const running = lifetime.add(await startLogAndPublisher(folder, { mqtt: { url, version, qos } }));
      running.log.names(
        [[1, 'device 1']],
        TAGS.map((tag) => [tag, `tag ${tag}`] as const),
      );
      running.publisher.tags(TAGS.map(counterRow), true);
      await until(() => running.publisher.progress !== undefined);
      const append = (from: number, count: number): void => {
        for (let n = from; n < from + count; n++)
          running.log.append(counterFrame(1, TAGS, n, 1e15 + n * 1_000), TAGS.length);
      };
      append(0, 1_000);
      await published(running);
      if (qos === 1) {
        await until(() => collector.seen.length >= 3_000);
        await broker.stop();
        await until(() => running.publisher.state.kind === 'offline');
        expect(running.publisher.state).toMatchObject({ reason: { code: 'NX_MQTT_UNREACHABLE' } });
        append(1_000, 500);
        await broker.start();
      } else append(1_000, 500);
      await published(running);
      // Mosquitto sends again what its own reader had not acknowledged: first deliveries count.
      const numbersOf = (tag: number): Set<number> =>
        new Set(
          collector.bodies<{ value: number }>(counterRow(tag).topic).map(({ value }) => Math.floor(value / 10_000)),
        );
      await until(() => TAGS.every((tag) => numbersOf(tag).size >= 1_500));
      for (const tag of TAGS) expect([...numbersOf(tag)]).toEqual(Array.from({ length: 1_500 }, (_, n) => n));
      expect(running.publisher.counts).toMatchObject({ delivered: 4_500, quarantined: 0 });
      expect(running.publisher.progress!.repeatedMessages).toBe(0);
    });
  }
});
