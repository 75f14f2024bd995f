import { createRequire } from 'node:module';
import { connectAsync, type MqttClient } from 'mqtt';

/** A payload as sparkplug-payload (Eclipse Tahu) hands it out; 64 bits are objects of `long`, without their sign. */
interface TahuPayload {
  readonly seq?: { toString(): string } | number;
  readonly metrics?: readonly TahuMetric[];
}
interface TahuMetric {
  readonly name?: string;
  readonly alias?: { toString(): string } | number;
  readonly type?: string;
  readonly value: unknown;
  readonly isHistorical?: boolean;
  readonly isNull?: boolean;
}
interface Tahu {
  encodePayload(payload: object): Buffer;
  decodePayload(bytes: Uint8Array): TahuPayload;
}
const require = createRequire(import.meta.url);
const tahu = (require('sparkplug-payload') as { get(version: string): Tahu }).get('spBv1.0');
/** Its messages below, by which a data metric without a datatype can be read at all. */
interface RawMetric {
  readonly name: string;
  readonly alias: { toString(): string };
  readonly timestamp: { toString(): string };
  readonly datatype: number;
  readonly isHistorical: boolean;
  readonly isNull: boolean;
  readonly value: 'intValue' | 'longValue' | 'floatValue' | 'doubleValue' | 'booleanValue' | 'stringValue' | undefined;
  readonly intValue: number;
  readonly longValue: { toString(): string };
  readonly floatValue: number;
  readonly doubleValue: number;
  readonly booleanValue: boolean;
  readonly stringValue: string;
}
interface RawPayload {
  readonly seq: { toString(): string };
  readonly metrics: readonly RawMetric[];
}
const proto = (
  require('sparkplug-payload/lib/sparkplugPayloadProto.js') as {
    org: { eclipse: { tahu: { protobuf: { Payload: { decode(bytes: Uint8Array): RawPayload } } } } };
  }
).org.eclipse.tahu.protobuf.Payload;

/** A metric as the host knows it after it looked its alias up in the birth. */
export interface HostMetric {
  readonly name: string;
  readonly value: number | bigint | boolean | string | null;
  readonly timestampMs: number;
  readonly isHistorical: boolean;
}

export interface HostMessage {
  readonly type: string;
  readonly device: string | undefined;
  readonly seq: number;
  readonly metrics: readonly HostMetric[];
}

const INT64 = 4;

/**
 * For tests: a Sparkplug host application whose payloads are read and written by a library that is not ours. It resolves
 * aliases by the births it saw, and notes whatever breaks the standard.
 */
export class HostApplication {
  readonly client: MqttClient;
  readonly messages: HostMessage[] = [];
  /** Data before a birth, aliases nobody was born with, holes in the sequence. */
  readonly faults: string[] = [];
  readonly #node: string;
  #seq = -1;
  #isBorn = false;
  #devices = new Map<string, Map<string, RawMetric>>();

  private constructor(client: MqttClient, node: string) {
    this.client = client;
    this.#node = node;
    client.on('message', (topic, payload) => this.#receive(topic, payload));
  }

  /** @param node `group/edge` of the edge node that it follows. */
  static async connect(url: string, node: string): Promise<HostApplication> {
    const client = await connectAsync(url, {
      clientId: `host-${node.replaceAll('/', '-')}`,
      reconnectPeriod: 20,
      clean: true,
    });
    const host = new HostApplication(client, node);
    await client.subscribeAsync('spBv1.0/#', { qos: 1 });
    return host;
  }

  /** `NBIRTH`, `DDATA pump` … */
  get heard(): string[] {
    return this.messages.map(({ type, device }) => (device === undefined ? type : `${type} ${device}`));
  }

  /** Born and not dead. */
  isAlive(device: string): boolean {
    return this.#isBorn && this.#devices.has(device);
  }

  /** Of one metric of a device, all data messages, in the order they came. */
  values(device: string, name: string): HostMetric[] {
    const data = this.messages.filter((message) => message.type === 'DDATA' && message.device === device);
    return data.flatMap(({ metrics }) => metrics.filter((metric) => metric.name === name));
  }

  /** The numbers by which births and deaths belong together, in the order they came. */
  get bdSeqs(): string[] {
    const ends = this.messages.filter(({ type }) => type === 'NBIRTH' || type === 'NDEATH');
    return ends.map(({ type, metrics }) => `${type} ${String(metrics.find(({ name }) => name === 'bdSeq')!.value)}`);
  }

  /** Says that it is there, or not, as the primary host `id`. */
  async tellState(id: string, online: boolean, timestamp: number): Promise<void> {
    await this.client.publishAsync(`spBv1.0/STATE/${id}`, JSON.stringify({ online, timestamp }), {
      qos: 1,
      retain: true,
    });
  }

  async askForRebirth(): Promise<void> {
    await this.command('NCMD', undefined, [{ name: 'Node Control/Rebirth', type: 'Boolean', value: true }]);
  }

  async command(
    type: 'NCMD' | 'DCMD',
    device: string | undefined,
    metrics: readonly object[],
    retain = false,
  ): Promise<void> {
    const [group, node] = this.#node.split('/');
    const topic = ['spBv1.0', group, type, node, ...(device === undefined ? [] : [device])].join('/');
    await this.client.publishAsync(topic, tahu.encodePayload({ timestamp: Date.now(), metrics }), { qos: 0, retain });
  }

  async dispose(): Promise<void> {
    await this.client.endAsync(true);
  }

  #receive(topic: string, bytes: Buffer): void {
    const [, group, type = '', node, device] = topic.split('/');
    if (`${group}/${node}` !== this.#node || type.endsWith('CMD')) return;
    // What the library itself makes of it must not fail either.
    tahu.decodePayload(bytes);
    const payload = proto.decode(bytes);
    const isBirth = type === 'NBIRTH' || type === 'DBIRTH';
    if (isBirth)
      this.#devices.set(device ?? '', new Map(payload.metrics.map((metric) => [String(metric.alias), metric])));
    if (type !== 'NDEATH') this.#count(type, Number(payload.seq));
    if (type === 'NBIRTH') this.#devices = new Map([['', this.#devices.get('')!]]);
    if (type === 'DDEATH') this.#devices.delete(device!);
    if (type === 'NDEATH') this.#isBorn = false;
    const metrics = payload.metrics.map((metric) => this.#read(topic, metric, device ?? ''));
    this.messages.push({ type, device, seq: Number(payload.seq), metrics });
  }

  #count(type: string, seq: number): void {
    if (type === 'NBIRTH') this.#isBorn = true;
    else if (!this.#isBorn) this.faults.push(`${type} before NBIRTH`);
    else if (seq !== (this.#seq + 1) % 256) this.faults.push(`${type} with seq ${seq} after ${this.#seq}`);
    this.#seq = seq;
  }

  #read(topic: string, metric: RawMetric, device: string): HostMetric {
    const born = metric.name ? metric : this.#devices.get(device)?.get(String(metric.alias));
    if (!born) this.faults.push(`alias ${String(metric.alias)} on ${topic} was not born`);
    const raw = metric.value && metric[metric.value];
    const long = (): bigint =>
      born?.datatype === INT64 ? BigInt.asIntN(64, BigInt(String(raw))) : BigInt(String(raw));
    return {
      name: born?.name ?? '',
      value: metric.isNull || raw === undefined ? null : typeof raw === 'object' ? long() : raw,
      timestampMs: Number(metric.timestamp),
      isHistorical: metric.isHistorical,
    };
  }
}
