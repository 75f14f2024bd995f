import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { MqttProbe } from '../../testing/mqtt-probe.ts';
import { PublishingGateway } from '../../testing/publishing-gateway.ts';
import { packet, ScriptedBroker, text16 } from '../publishing/scripted-broker.ts';
import { RemoteRig } from './remote-rig.ts';

const FILTERS = { topics: ['acme/#'] };

let lifetime: Lifetime;
afterEach(() => lifetime.dispose());

async function givenBroker(settings: readonly string[] = []): Promise<MosquittoProcess> {
  lifetime = new Lifetime('remote host');
  const broker = await new MosquittoProcess(await freePort(), settings).start();
  lifetime.defer(() => broker.dispose());
  return broker;
}

const connected = (rig: RemoteRig) => eventually(() => expect(rig.client.state.kind).toBe('connected'));

/** What the rigs accepted, together: every value of every tag once. */
function expectEachOnce(gateway: PublishingGateway, ...rigs: readonly RemoteRig[]): Promise<void> {
  return eventually(() => {
    for (const tag of gateway.tags) {
      const values = rigs.flatMap(({ accepted }) => accepted.get(gateway.topic(tag)) ?? []);
      expect(values.sort((a, b) => a - b)).toEqual(gateway.values(tag));
    }
  });
}

/** Waits until every value that the gateway published is here, at least once. */
const hasEachValue = (rig: RemoteRig, gateway: PublishingGateway): Promise<void> =>
  eventually(() => {
    for (const tag of gateway.tags) {
      const values = new Set(rig.accepted.get(gateway.topic(tag)));
      expect([...values].sort((a, b) => a - b)).toEqual(gateway.values(tag));
    }
  });

describe.skipIf(mosquittoMissing() !== undefined)('the thread that takes in points of others', () => {
  it('shares the messages with another one of its group, each message to one of them', async () => {
    const broker = await givenBroker();
    const mqtt = { url: broker.url };
    const rigs = [await RemoteRig.start('one', mqtt, FILTERS), await RemoteRig.start('two', mqtt, FILTERS)];
    for (const rig of rigs) {
      lifetime.add(rig);
      await connected(rig);
    }
    const gateway = lifetime.add(await PublishingGateway.start('berlin', 5, mqtt));
    await eventually(() => {
      gateway.read();
      expect(Math.min(...rigs.map(({ points }) => points))).toBeGreaterThan(20);
    });
    await gateway.published();
    await expectEachOnce(gateway, ...rigs);
    const all = gateway.readings * gateway.tags.length;
    for (const { points } of rigs) expect(points).toBeGreaterThan(all * 0.2);
  });

  it('acknowledges nothing that the log does not take, and gets it again on a new connection', async () => {
    const broker = await givenBroker();
    const rig = lifetime.add(await RemoteRig.start('refused', { url: broker.url }, FILTERS));
    await connected(rig);
    let refusals = 3;
    rig.accept = () => refusals-- <= 0;
    const gateway = lifetime.add(await PublishingGateway.start('berlin', 3, { url: broker.url }));
    for (let n = 0; n < 50; n++) gateway.read();
    await gateway.published();
    await expectEachOnce(gateway, rig);
    expect(refusals).toBeLessThanOrEqual(0);
    expect(rig.lines.join('\n')).toContain('The log does not take points of other gateways now');
    await eventually(() => expect(rig.client.counts.unacknowledged).toBe(0));
  });

  it('loses nothing when the broker is restarted under load, and goes on where it was', async () => {
    const broker = await givenBroker();
    const mqtt = { url: broker.url };
    // Not shared: mosquitto 2.0.11 forgets shared subscriptions of clients that are away when it is restarted.
    const rig = lifetime.add(await RemoteRig.start('restart', mqtt, { ...FILTERS, share: false }));
    await connected(rig);
    const gateway = lifetime.add(await PublishingGateway.start('berlin', 10, mqtt));
    const load = gateway.readEvery(5);
    for (let restart = 0; restart < 2; restart++) {
      const before = rig.points;
      await eventually(() => expect(rig.points).toBeGreaterThan(before + 200));
      await broker.stop();
      await broker.start();
    }
    await eventually(() => expect(rig.client.state.kind).toBe('connected'));
    await load.dispose();
    await gateway.published();
    // The publisher sends again what the broker had and did not acknowledge to it: each value at least once here.
    await hasEachValue(rig, gateway);
  });

  it('reads every payload of our gateways to the same points', async () => {
    const broker = await givenBroker();
    const rig = lifetime.add(await RemoteRig.start('payloads', { url: broker.url }, FILTERS));
    await connected(rig);
    const gateways = await Promise.all(
      (['json', 'json-batch', 'compact', 'msgpack'] as const).map((payload) =>
        PublishingGateway.start(`with-${payload}`, 4, { url: broker.url, payload }),
      ),
    );
    for (const gateway of gateways) {
      lifetime.add(gateway);
      for (let n = 0; n < 20; n++) gateway.read();
    }
    for (const gateway of gateways) await expectEachOnce(gateway, rig);
    expect(rig.client.counts.quarantined).toBe(0);
  });

  it('asks a Sparkplug node whose births it missed for them, and reads its data by their aliases', async () => {
    const broker = await givenBroker();
    const mqtt = { url: broker.url, payload: 'sparkplug' } as const;
    const gateway = lifetime.add(await PublishingGateway.start('berlin', 3, mqtt));
    gateway.read();
    await gateway.published();
    const rig = lifetime.add(await RemoteRig.start('sparkplug', { url: broker.url }, { topics: ['spBv1.0/#'] }));
    await connected(rig);
    await eventually(() => {
      gateway.read();
      for (const tag of gateway.tags) {
        const values = rig.accepted.get(`spBv1.0/nexus/berlin/pump-1/t${tag}`) ?? [];
        expect(values.length).toBeGreaterThan(10);
        expect(gateway.values(tag)).toEqual(expect.arrayContaining(values));
      }
    });
    expect(rig.lines.join('\n')).not.toContain('is no point');
  });

  it('takes in at the pace of the log where the broker lets only a few messages be on their way', async () => {
    const broker = await givenBroker(['max_inflight_messages 20']);
    const probe = lifetime.add(await MqttProbe.connect(broker.url));
    const rig = lifetime.add(await RemoteRig.start('few', { url: broker.url, version: '3.1.1' }, FILTERS));
    await connected(rig);
    await eventually(() => expect(rig.lines.join('\n')).toContain('cannot share subscriptions'));
    const gateway = lifetime.add(await PublishingGateway.start('berlin', 10, { url: broker.url }));
    for (let n = 0; n < 100; n++) gateway.read();
    await probe.publish('acme/berlin/note', 'hello');
    await expectEachOnce(gateway, rig);
    await eventually(() => expect(rig.client.counts).toMatchObject({ quarantined: 1, unacknowledged: 0 }));
  });

  it('is started again when it dies under load, and nothing is missing', async () => {
    const broker = await givenBroker();
    const workers: Worker[] = [];
    const remember = (worker: Worker): void => void workers.push(worker);
    process.on('worker', remember);
    lifetime.defer(() => void process.off('worker', remember));
    const rig = lifetime.add(await RemoteRig.start('dies', { url: broker.url }, FILTERS));
    const [first] = workers;
    await connected(rig);
    const gateway = lifetime.add(await PublishingGateway.start('berlin', 5, { url: broker.url }));
    const load = gateway.readEvery(5);
    await eventually(() => expect(rig.points).toBeGreaterThan(100));
    await first!.terminate();
    const before = rig.points;
    await eventually(() => expect(rig.points).toBeGreaterThan(before + 100));
    await load.dispose();
    await gateway.published();
    // What the dead one had told and not acknowledged comes again: the history keeps one of the same time.
    await hasEachValue(rig, gateway);
  });

  it('passes over what is ours', async () => {
    const broker = await givenBroker();
    const gateway = lifetime.add(await PublishingGateway.start('berlin', 2, { url: broker.url }));
    const own = [gateway.topic(1)];
    const rig = lifetime.add(await RemoteRig.start('own', { url: broker.url }, FILTERS, own));
    await connected(rig);
    await eventually(() => {
      gateway.read();
      expect(rig.client.counts.own).toBeGreaterThan(0);
      expect([...rig.accepted.keys()]).toEqual([gateway.topic(2)]);
    });
  });
});

describe('the thread that takes in points of others, from a broker that cannot be trusted', () => {
  it.each([
    ['a message of QoS 1 without a number (M10)', packet(0x32, text16('acme/a'), [0, 0], [0]), 'without a number'],
    ['a topic alias that nobody knows (M10)', packet(0x32, text16(''), [0, 1], [3, 0x23, 0, 9]), 'without a topic'],
    ['a message of QoS 2', packet(0x34, text16('acme/a'), [0, 1], [0]), 'QoS 2'],
    ['a release of a message that never was (M10)', packet(0x62, [0, 99]), ''],
    ['bytes that are no MQTT', Buffer.from([0xf0, 0xff, 0xff, 0xff, 0xff, 0xff]), ''],
  ])('goes on after %s', async (_name, bytes, text) => {
    lifetime = new Lifetime('rogue');
    const broker = lifetime.add(await new ScriptedBroker('5').listen());
    const rig = lifetime.add(await RemoteRig.start('rogue', { url: broker.url }, FILTERS));
    await eventually(() => expect(broker.subscribers).toBe(1));
    broker.send(bytes);
    if (text !== '') await eventually(() => expect(rig.lines.join('\n')).toContain(text));
    await eventually(() => {
      broker.publish(
        'acme/pump/p',
        Buffer.from(`\0{"value":7,"timestamp":"2026-11-21T10:00:00.000000Z","quality":192}`),
      );
      expect(rig.accepted.get('acme/pump/p')).toContain(7);
    });
  });

  it('says which filter is refused (M10)', async () => {
    lifetime = new Lifetime('rogue');
    const broker = lifetime.add(await new ScriptedBroker('5').listen());
    broker.grant = () => 0x87;
    const rig = lifetime.add(await RemoteRig.start('rogue', { url: broker.url }, FILTERS));
    await eventually(() => expect(rig.client.refused).toEqual(['$share/nexus-historian/acme/#']));
  });
});
