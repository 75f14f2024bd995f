import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NexusClient } from '../../../src-shared/contract/contract.ts';
import type { BranchRow, NamespaceState, TopicView } from '../../../src-shared/contract/namespace.ts';
import { findDriver } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { engineRig } from '../../testing/engine-rig.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../testing/mosquitto-process.ts';
import { TestPublisher } from '../../testing/test-publisher.ts';
import { runFlood } from '../../testing/topic-flood.ts';

const lifetime = new Lifetime('namespace');
const WAIT = { timeout: 10_000, interval: 50 };
let rpc: NexusClient;
let broker: MosquittoProcess;
let other: TestPublisher;
let boiler: Record<string, unknown> & { readonly id: string };

beforeAll(async () => {
  if (mosquittoMissing()) return;
  broker = await new MosquittoProcess(await freePort()).start();
  lifetime.defer(() => broker.dispose());
  const manifest = findDriver('modbus-tcp');
  const connection = manifest.connection.parse({ host: '127.0.0.1', port: 502 });
  const tags = [
    { id: 'level', address: '40101' },
    { id: 'load', address: '40102' },
  ];
  const simulator = await manifest.simulate({ connection, tags, value: () => 1, clock: systemClock, port: 0 });
  lifetime.defer(() => simulator.close());
  const common = { protocol: 'modbus-tcp', poll_interval: '100ms', tags };
  boiler = {
    ...common,
    id: 'boiler-1',
    name: 'Boiler 1',
    uns_prefix: 'acme/plant/boiler-1',
    connection: { host: simulator.host, port: simulator.port },
  };
  const devices = [
    boiler,
    // Nothing listens there: its topics never come.
    {
      ...common,
      id: 'pump-1',
      name: 'Pump',
      uns_prefix: 'acme/plant/pump-1',
      connection: { host: '127.0.0.1', port: 1 },
    },
  ];
  ({ rpc } = await engineRig(devices, lifetime, `{ name: Test }\nmqtt: { enabled: true, url: "${broker.url}" }`));
  other = lifetime.add(await TestPublisher.connect(broker.url));
});
afterAll(() => lifetime.dispose());

/** A tree that somebody looks at: its newest lines by topic, and how often it was told. */
class Look {
  state: NamespaceState | undefined;
  events = 0;
  readonly #rows = new Map<number, BranchRow>();
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;

  constructor(view: string, open: readonly string[]) {
    this.#done = this.#read(view, open);
  }

  row(topic: string): BranchRow | undefined {
    return [...this.#rows.values()].find((row) => this.#topicOf(row) === topic);
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  async #read(view: string, open: readonly string[]): Promise<void> {
    const { signal } = this.#stop;
    try {
      for await (const event of await rpc.namespace.tree({ signal, input: { view, open: [...open] } })) {
        if (event.state.generation !== this.state?.generation) this.#rows.clear();
        this.state = event.state;
        this.events++;
        for (const row of event.rows) this.#rows.set(row.id, row);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #topicOf({ parent, name }: BranchRow): string {
    const above = this.#rows.get(parent);
    return above ? `${this.#topicOf(above)}/${name}` : name;
  }
}

async function looking<T>(open: readonly string[], work: (look: Look) => Promise<T>): Promise<T> {
  const look = new Look('test', open);
  try {
    return await work(look);
  } finally {
    await look.end();
  }
}

describe.skipIf(mosquittoMissing())('the namespace of a project', () => {
  it('is not listened to until somebody looks', async () => {
    expect(await rpc.namespace.state({})).toMatchObject({ running: false, link: 'connecting' });
    expect(await rpc.namespace.search({ text: 'level' })).toEqual({ running: false, total: 0, topics: [] });
  });

  it('shows branches with their values, what tags are missing, and topics that no tag has', async () => {
    await other.publish('acme/plant/boiler-1/old', '7', 'retained');
    await looking(['acme', 'acme/plant'], async (look) => {
      await vi.waitFor(() => {
        expect(look.row('acme/plant/boiler-1')).toMatchObject({ topics: 3, children: 3 });
        expect(look.state).toMatchObject({ link: 'connected', knowsTags: true, missing: 2, orphans: 1 });
      }, WAIT);
      expect(look.row('acme/plant/boiler-1/level')).toBeUndefined();
      const open = ['acme', 'acme/plant', 'acme/plant/boiler-1'];
      await rpc.namespace.open({ view: 'test', open, version: 2 });
      // An earlier one that was overtaken changes nothing.
      await rpc.namespace.open({ view: 'test', open: [], version: 1 });
      await vi.waitFor(() => {
        expect(look.row('acme/plant/boiler-1/level')).toMatchObject({ value: '1', quality: 'good', mark: '' });
        expect(look.row('acme/plant/boiler-1/level')!.rate).toBeGreaterThan(5);
        expect(look.row('acme/plant/boiler-1/old')).toMatchObject({ value: '7', mark: 'orphan', retained: true });
      }, WAIT);
      const { topics } = await rpc.namespace.search({ only: 'missing' });
      expect(topics.map(({ topic }) => topic)).toEqual(['acme/plant/pump-1/level', 'acme/plant/pump-1/load']);
    });
  });

  it('follows one topic with its history and the tag that it belongs to', async () => {
    const stop = new AbortController();
    const views: TopicView[] = [];
    const input = { topic: 'acme/plant/boiler-1/level' };
    for await (const view of await rpc.namespace.follow({ signal: stop.signal, input })) {
      views.push(view);
      if (views.flatMap(({ history }) => history).length > 12) break;
    }
    stop.abort();
    const numbers = views.flatMap(({ history }) => history).map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, at) => numbers[0]! + at));
    expect(views.at(-1)).toMatchObject({ seen: true, tag: { device: 'boiler-1', tag: 'level' } });
    expect(views.at(-1)?.decoded).toMatchObject({ kind: 'json', value: '1', quality: 'good' });
    expect(views.at(-1)?.previous).toContain('"value": 1');
  });

  it('publishes by hand only while armed, and keeps each in the journal', async () => {
    const message = { topic: 'acme/plant/boiler-1/test', payload: 'hello', retain: true };
    await expect(rpc.namespace.publish(message)).rejects.toMatchObject({ code: 'NX_NOT_ARMED' });
    await rpc.writes.arm({ device_id: 'boiler-1', reason: 'Trying the namespace', minutes: 1 });
    await expect(rpc.namespace.publish({ ...message, topic: 'elsewhere/x' })).rejects.toMatchObject({
      code: 'NX_NOT_ARMED',
    });
    expect(await rpc.namespace.publish(message)).toEqual({ topic: message.topic, bytes: 5 });
    await looking([], async () => {
      await vi.waitFor(async () => {
        const view = await rpc.namespace.topic({ topic: message.topic });
        expect(view).toMatchObject({ retained: true, decoded: { kind: 'text', value: 'hello' } });
      }, WAIT);
      expect(await rpc.namespace.clear({ topics: [message.topic, 'acme/plant/boiler-1/old'] })).toEqual({ cleared: 2 });
      await vi.waitFor(async () => {
        expect(await rpc.namespace.topic({ topic: message.topic })).toMatchObject({ retained: false, bytes: 0 });
      }, WAIT);
    });
    const entries = await rpc.writes.journal({ limit: 10 });
    expect(entries.slice(0, 3)).toMatchObject([
      { kind: 'published', topic: 'acme/plant/boiler-1/old', bytes: 0, retain: true, outcome: 'done' },
      { kind: 'published', topic: message.topic, bytes: 0, retain: true, outcome: 'done' },
      { kind: 'published', topic: message.topic, bytes: 5, qos: 1, reason: 'Trying the namespace', outcome: 'done' },
    ]);
    await rpc.writes.disarm({});
  });

  it('listens to other filters for everybody, and says which one is none', async () => {
    await expect(rpc.namespace.subscribe({ filters: ['acme/#/x'] })).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
    await looking([], async (look) => {
      await vi.waitFor(() => expect(look.row('acme')).toBeDefined(), WAIT);
      await rpc.namespace.subscribe({ filters: ['other/+'] });
      await vi.waitFor(() => expect(look.state?.filters).toEqual(['other/+']), WAIT);
      // The filters are told when they are asked for; what comes before the broker took them is heard by the former ones.
      let round = 0;
      await vi.waitFor(async () => {
        const before = look.row('other')?.messages ?? 0;
        await other.publish(`third-${++round}/x`, 'not seen');
        await other.publish('other/x', 'seen');
        await systemClock.sleep(300);
        expect(look.row('other')?.messages).toBeGreaterThan(before);
        expect(look.row(`third-${round}`)).toBeUndefined();
      }, WAIT);
      expect(look.row('acme')?.messages).toBe(0);
      await rpc.namespace.subscribe({ filters: ['#'] });
    });
  });

  it('keeps the tree while the broker is away, and says so', async () => {
    await looking([], async (look) => {
      await vi.waitFor(() => expect(look.row('acme')?.topics).toBeGreaterThan(0), WAIT);
      const topics = look.row('acme')!.topics;
      await broker.stop();
      await vi.waitFor(() => expect(look.state?.link).toBe('offline'), WAIT);
      expect(look.state?.reason).toContain('127.0.0.1');
      expect(look.row('acme')?.topics).toBe(topics);
      await broker.start();
      await vi.waitFor(() => expect(look.state?.link).toBe('connected'), WAIT);
    });
  });

  it('reads data of an edge node by names once its birth was asked for', async () => {
    const config = `{ name: Edge }\nmqtt: { enabled: true, url: "${broker.url}", payload: sparkplug, sparkplug: { group_id: plant, edge_node_id: edge-1 } }`;
    const edge = await engineRig([boiler], lifetime, config);
    // As long as nobody looks nothing is learned: the births have been and gone.
    const topic = 'spBv1.0/plant/DDATA/edge-1/boiler-1';
    await vi.waitFor(async () => {
      const { decoded } = await edge.rpc.namespace.topic({ topic });
      expect(decoded).toMatchObject({ kind: 'sparkplug', unborn: true });
    }, WAIT);
    await expect(edge.rpc.namespace.askBirth({ topic })).rejects.toMatchObject({ code: 'NX_NOT_ARMED' });
    await edge.rpc.writes.arm({ reason: 'Names of the edge node', minutes: 1 });
    expect(await edge.rpc.namespace.askBirth({ topic })).toEqual({ topic: 'spBv1.0/plant/NCMD/edge-1' });
    await vi.waitFor(async () => {
      const { decoded } = await edge.rpc.namespace.topic({ topic });
      expect(decoded).toMatchObject({ unborn: false });
      expect(decoded?.text).toMatch(/^level = 1 \(/m);
    }, WAIT);
  });

  it('hints at a second publisher, at names and at levels that nobody may have meant, with a next step', async () => {
    await looking([], async (look) => {
      await vi.waitFor(() => expect(look.state?.link).toBe('connected'), WAIT);
      await other.publish('Acme/x', '1');
      await other.publish('acme/plant/boiler-1/old/er/still', '1');
      const again = setInterval(() => void other.publish('acme/plant/boiler-1/load', '{"v":1}'), 50);
      try {
        await vi.waitFor(
          async () => {
            const { running, counts, hints } = await rpc.namespace.hints({});
            expect({ running, ...counts }).toMatchObject({ running: true, publishers: 1, depth: 1, case: 1 });
            const { text, tag } = hints.find(({ kind }) => kind === 'publishers')!;
            expect(text).toMatch(/^acme\/plant\/boiler-1\/load seems to have two publishers: .* another prefix\.$/);
            expect(tag).toEqual({ device: 'boiler-1', tag: 'load' });
            expect(look.state?.hints).toBeGreaterThanOrEqual(3);
          },
          { timeout: 30_000, interval: 200 },
        );
      } finally {
        clearInterval(again);
      }
    });
  });

  it('stands 10,000 messages a second: every one is counted, and the tree is told all the while', async () => {
    await looking(['flood', 'flood/line-0'], async (look) => {
      await vi.waitFor(() => expect(look.state?.link).toBe('connected'), WAIT);
      const before = look.events;
      const sent = await runFlood({ url: broker.url, topics: 2_000, rate: 10_000, seconds: 10 });
      const endedMs = performance.now();
      await vi.waitFor(() => expect(look.row('flood')?.messages).toBe(sent), { timeout: 3_000, interval: 20 });
      const lagMs = performance.now() - endedMs;
      const { busy } = await busyOf();
      process.stdout.write(
        `${sent} messages, ${look.events - before} events, counted ${Math.round(lagMs)} ms after the last; ${busy}\n`,
      );
      expect(sent).toBe(100_000);
      // Four a second at most; fewer on a machine that is busy with other tests, but never silent.
      expect(look.events - before).toBeGreaterThanOrEqual(15);
      expect(look.row('flood')).toMatchObject({ topics: 2_000, children: 40 });
      expect(look.row('flood/line-0')).toMatchObject({ topics: 50, messages: sent / 40 });
      expect(look.state).toMatchObject({ beyondMessages: 0, beyondPayloads: 0 });
    });
  });
});

/** How much the explorer's thread had to do. */
async function busyOf(): Promise<{ readonly busy: string }> {
  const { rate, bytes } = await rpc.namespace.state({});
  return { busy: `${Math.round(rate)} messages/s now, ${Math.round(bytes / 1024)} KiB kept` };
}
