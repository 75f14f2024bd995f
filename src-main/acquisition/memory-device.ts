import { z } from 'zod';
import { STATUS } from '../../src-shared/domain/quality.ts';
import type { ErrorCode } from '../../src-shared/errors/error-codes.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type {
  Driver,
  DriverManifest,
  DriverPolicy,
  DriverTag,
  ReadingColumns,
  ReadPlan,
  Subscriber,
  Subscription,
  WriteValue,
} from '../drivers/driver.ts';
import type { Clock } from '../kernel/clock.ts';
import { MemorySubscription } from './memory-subscription.ts';

interface MemoryPlan extends ReadPlan {
  readonly tags: readonly DriverTag[];
}

/** How a device of the tests behaves; every field may be set at any time. */
export class MemoryDevice {
  readonly values = new Map<string, WriteValue>();
  /** Every call that reached the device, in order: `open`, `read a b`, `write a=1`. */
  readonly calls: string[] = [];
  connectMs = 0;
  answerMs = 0;
  /** Connects hang for 10 s, requests for 1 s. */
  isMute = false;
  isRefusing = false;
  /** The connection that it shares was lost, and not by it; until it opens. */
  isStranded = false;
  /** An open makes no connection of its own. */
  joins = false;
  /** Taken by the next requests, one each; undefined lets one through. */
  readonly readFaults: (ErrorCode | undefined)[] = [];
  writeFault: ErrorCode | undefined;
  /** What is written shows only after so many reads. */
  writesShowAfterReads = 0;
  /** Sends its values by itself; set before the device is added. */
  subscribes = false;
  /** The longest it is silent, ms. */
  silenceMs = 1_000;
  /** Sends nothing, not even that it lives. */
  isSilent = false;
  /** What its values were last changed at, µs; it sends it with the values of now. */
  changedUs: number | undefined;
  /** Why tags are refused, by address. */
  readonly refused = new Map<string, string>();
  /** The running subscription; undefined while there is none. */
  subscription: MemorySubscription | undefined;
}

/** Counts over all devices of a test. */
export class MemoryPlant {
  readonly devices = new Map<string, MemoryDevice>();
  connecting = 0;
  mostConnecting = 0;
  /** Requests in flight by endpoint. */
  readonly inFlight = new Map<string, number>();
  mostInFlight = 0;
  /** What the protocol takes long to load. */
  loading: Promise<void> = Promise.resolve();

  device(id: string): MemoryDevice {
    const known = this.devices.get(id);
    if (known) return known;
    const made = new MemoryDevice();
    this.devices.set(id, made);
    return made;
  }

  /** A driver contract on maps: `connection` is `{ device, endpoint }`, an address is a key with its type: `a:uint16`. */
  manifest(policy: Partial<DriverPolicy> = {}): DriverManifest {
    return {
      id: 'memory',
      title: 'Memory',
      connection: z.unknown(),
      dataTypes: ['uint16', 'float32', 'bool', 'string', 'int64'],
      capabilities: ['read', 'write'],
      addressExamples: ['a:uint16'],
      policy,
      endpoint: (connection) => at(connection).device,
      endpointKey: (connection) => at(connection).endpoint,
      checkTag: () => undefined,
      describeAddress: ({ address }) => ({
        canonical: address,
        notations: [address],
        dataType: (address.split(':')[1] ?? 'uint16') as 'uint16',
      }),
      subscribes: (connection) => this.device(at(connection).device).subscribes,
      prepare: () => this.loading,
      create: (connection, { clock }) => new MemoryDriver(this, at(connection), clock),
      simulate: () => Promise.reject(new NexusError('NX_INTERNAL', 'Memory is its own twin.')),
    };
  }
}

interface Place {
  readonly device: string;
  readonly endpoint: string;
}

const at = (connection: unknown): Place => connection as Place;

class MemoryDriver implements Driver {
  readonly #plant: MemoryPlant;
  readonly #place: Place;
  readonly #device: MemoryDevice;
  readonly #clock: Clock;
  #isOpen = false;
  readonly #unseen = new Map<string, { readonly value: WriteValue; reads: number }>();

  constructor(plant: MemoryPlant, place: Place, clock: Clock) {
    this.#plant = plant;
    this.#place = place;
    this.#device = plant.device(place.device);
    this.#clock = clock;
  }

  get isStranded(): boolean {
    return this.#isOpen && this.#device.isStranded;
  }

  get dials(): boolean {
    return !this.#device.joins;
  }

  async open(signal: AbortSignal): Promise<void> {
    const plant = this.#plant;
    plant.connecting++;
    plant.mostConnecting = Math.max(plant.mostConnecting, plant.connecting);
    this.#device.calls.push('open');
    try {
      await this.#pass(this.#device.isMute ? 10_000 : this.#device.connectMs, signal);
    } finally {
      plant.connecting--;
    }
    if (this.#device.isMute) throw new NexusError('NX_NET_TIMEOUT', 'No answer.');
    if (this.#device.isRefusing) throw new NexusError('NX_NET_REFUSED', 'Refused.');
    this.#isOpen = true;
    this.#device.isStranded = false;
  }

  plan(tags: readonly DriverTag[]): ReadPlan {
    const plan: MemoryPlan = { tags, summary: { requests: [{ text: 'memory', tags: tags.length }] } };
    return plan;
  }

  async read(plan: ReadPlan, into: ReadingColumns, signal: AbortSignal): Promise<void> {
    const { tags } = plan as MemoryPlan;
    await this.#request(`read ${tags.map((tag) => tag.address.split(':')[0]).join(' ')}`, signal);
    const fault = this.#device.readFaults.shift();
    if (fault) this.#reject(fault);
    tags.forEach(({ address }, row) => {
      const value = this.#seen(address);
      into.timeUs[row] = this.#clock.wallUs();
      into.status[row] = value === undefined ? STATUS.BadConfigurationError : STATUS.Good;
      into.value[row] = typeof value === 'number' || typeof value === 'boolean' ? Number(value) : Number.NaN;
      if (typeof value === 'string') into.cells.push({ row, kind: 'string', value });
      if (typeof value === 'bigint') into.cells.push({ row, kind: 'int64', value });
    });
  }

  async write({ address }: DriverTag, value: WriteValue, signal: AbortSignal): Promise<void> {
    await this.#request(`write ${address.split(':')[0]}=${String(value)}`, signal);
    if (this.#device.writeFault) this.#reject(this.#device.writeFault);
    const kept = address.endsWith(':float32') ? Math.fround(Number(value)) : value;
    const reads = this.#device.writesShowAfterReads;
    if (reads > 0) this.#unseen.set(address, { value: kept, reads });
    else this.#device.values.set(address, kept);
  }

  async subscribe(plan: ReadPlan, subscriber: Subscriber, signal: AbortSignal): Promise<Subscription> {
    const { tags } = plan as MemoryPlan;
    await this.#request(`subscribe ${tags.map((tag) => tag.address.split(':')[0]).join(' ')}`, signal);
    const fault = this.#device.readFaults.shift();
    if (fault) this.#reject(fault);
    const { silenceMs } = this.#device;
    const made = new MemorySubscription(this.#device, tags, subscriber, this.#clock);
    this.#device.subscription = made;
    return { silenceMs };
  }

  faults(plan: ReadPlan): ReadonlyMap<number, string> {
    const { tags } = plan as MemoryPlan;
    return new Map(
      tags.flatMap(({ address }, row) => {
        const text = this.#device.refused.get(address);
        return text === undefined ? [] : [[row, text]];
      }),
    );
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.#device.subscription?.close();
  }

  #seen(address: string): WriteValue | undefined {
    const unseen = this.#unseen.get(address);
    if (unseen && --unseen.reads < 0) {
      this.#unseen.delete(address);
      this.#device.values.set(address, unseen.value);
    }
    return this.#device.values.get(address);
  }

  async #request(call: string, signal: AbortSignal): Promise<void> {
    if (!this.#isOpen || this.isStranded) throw new NexusError('NX_DRIVER_DISCONNECTED', 'Not open.');
    if (signal.aborted) throw new NexusError('NX_CANCELLED', 'Called off.');
    const isWrite = call.startsWith('write');
    const { inFlight } = this.#plant;
    const { endpoint } = this.#place;
    const now = (inFlight.get(endpoint) ?? 0) + 1;
    inFlight.set(endpoint, now);
    this.#plant.mostInFlight = Math.max(this.#plant.mostInFlight, now);
    this.#device.calls.push(call);
    try {
      await this.#pass(this.#device.isMute ? 1_000 : this.#device.answerMs, signal);
    } catch (error) {
      if (isWrite) this.#reject('NX_DRIVER_UNKNOWN_OUTCOME');
      throw error;
    } finally {
      inFlight.set(endpoint, inFlight.get(endpoint)! - 1);
    }
    if (this.#device.isMute) this.#reject(isWrite ? 'NX_DRIVER_UNKNOWN_OUTCOME' : 'NX_DRIVER_TIMEOUT');
  }

  async #pass(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new NexusError('NX_CANCELLED', 'Called off.');
    if (ms === 0) return;
    await this.#clock.sleep(ms, signal).catch((cause: unknown) => {
      throw new NexusError('NX_CANCELLED', 'Called off.', {}, { cause });
    });
  }

  /** All but a refusal end the link, as the contract has it. */
  #reject(code: ErrorCode): never {
    if (code !== 'NX_DRIVER_REJECTED') void this.close();
    throw new NexusError(code, `Told to fail with ${code}.`);
  }
}
