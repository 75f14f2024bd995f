import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { counterFrame, counterValue } from '../../log/counter-frame.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { ThrowAwayCertificates } from '../../testing/throw-away-certificates.ts';
import { RemoteRig } from '../remote/remote-rig.ts';
import { counterRow, type LogAndPublisher, published, startLogAndPublisher, until } from './log-and-publisher.ts';
import type { PublisherHostData } from './publisher-messages.ts';

let folder: string;
let lifetime: Lifetime;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-tls-'));
  lifetime = new Lifetime('test');
  lifetime.defer(() => rmSync(folder, { recursive: true }));
});

afterEach(() => lifetime.dispose());

const pem = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** @param protocol of its listener. */
async function givenBroker(protocol = 'mqtt'): Promise<MosquittoProcess> {
  const certificates = new ThrowAwayCertificates(folder);
  certificates.authority('authority');
  certificates.authority('stranger');
  certificates.certificate('broker', 'authority');
  certificates.certificate('gateway', 'authority');
  const files = { 'ca.crt': pem('authority.crt'), 'broker.crt': pem('broker.crt'), 'broker.key': pem('broker.key') };
  const [port, plain] = [await freePort(), await freePort()];
  const settings = [
    // Mosquitto 2.0.11 ends when no listener of it speaks plain MQTT.
    `listener ${plain} 127.0.0.1`,
    `listener ${port} 127.0.0.1`,
    `protocol ${protocol}`,
    'cafile FOLDER/ca.crt',
    'certfile FOLDER/broker.crt',
    'keyfile FOLDER/broker.key',
    'require_certificate true',
  ];
  return lifetime.add(await new MosquittoProcess(port, settings, files).start());
}

async function givenGateway(url: string, tls: PublisherHostData['tls'] = {}): Promise<LogAndPublisher> {
  const running = lifetime.add(await startLogAndPublisher(folder, { mqtt: { url }, data: { tls } }));
  running.log.names([[1, 'device 1']], [[1, 'tag 1']]);
  running.publisher.tags([counterRow(1)], true);
  await until(() => running.publisher.progress !== undefined);
  return running;
}

describe.skipIf(mosquittoMissing() !== undefined)('a broker behind TLS', () => {
  for (const [scheme, protocol] of [
    ['mqtts', 'mqtt'],
    ['wss', 'websockets'],
  ] as const) {
    it(`is spoken to by ${scheme} when its certificate is of our authority and it accepts ours`, async () => {
      const { port } = await givenBroker(protocol);
      const tls = { ca: pem('authority.crt'), cert: pem('gateway.crt'), key: pem('gateway.key') };
      const running = await givenGateway(`${scheme}://127.0.0.1:${port}`, tls);
      for (let n = 0; n < 100; n++) running.log.append(counterFrame(1, [1], n, 1e15 + n), 1);
      await published(running);
      expect(running.publisher.counts.delivered).toBe(100);
    });

    it(`has points of others taken in by ${scheme}, and is left alone where its certificate is of another authority`, async () => {
      const { port } = await givenBroker(protocol);
      const mqtt = { url: `${scheme}://127.0.0.1:${port}` };
      const own = { cert: pem('gateway.crt'), key: pem('gateway.key') };
      const stranger = lifetime.add(
        await RemoteRig.start('stranger', mqtt, {}, [], { ...own, ca: pem('stranger.crt') }),
      );
      await until(() => stranger.client.state.kind === 'offline');
      const tls = { ...own, ca: pem('authority.crt') };
      const rig = lifetime.add(await RemoteRig.start('remote', mqtt, {}, [], tls));
      await until(() => rig.client.state.kind === 'connected');
      const running = await givenGateway(mqtt.url, tls);
      for (let n = 0; n < 2_000; n++) running.log.append(counterFrame(1, [1], n, 1e15 + n), 1);
      await until(() => rig.points === 2_000 && rig.client.counts.unacknowledged === 0);
      expect(rig.accepted.get(counterRow(1).topic)).toEqual(
        Array.from({ length: 2_000 }, (_, n) => counterValue(1, n)),
      );
      expect(stranger.points).toBe(0);
    });

    it(`is not spoken to by ${scheme} when its certificate is of another authority, or when it refuses ours`, async () => {
      const { port } = await givenBroker(protocol);
      const own = { cert: pem('gateway.crt'), key: pem('gateway.key') };
      for (const tls of [{ ...own, ca: pem('stranger.crt') }, own, { ca: pem('authority.crt') }]) {
        const running = await givenGateway(`${scheme}://127.0.0.1:${port}`, tls);
        await until(() => running.publisher.state.kind === 'offline');
        expect(running.publisher.state).toMatchObject({ reason: { code: expect.stringMatching(/^NX_MQTT_/) } });
        await running.dispose();
      }
    });
  }
});
