import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { cleanText } from '../../kernel/clean-text.ts';
import type { Clock } from '../../kernel/clock.ts';
import { assetOf } from '../asset-of.ts';
import type { DriverTag, ProbeStep } from '../driver.ts';
import { findHost } from '../find-host.ts';
import { probeStep, reasonOf, type StepOutcome } from '../probe-step.ts';
import { placeOf, type S7Connection } from './connection.ts';
import { findPlace } from './find-place.ts';
import { formatTarget } from './format-address.ts';
import { cancelled } from './link-error.ts';
import { readCapacity } from './read-plan.ts';
import { makeReadRequest } from './read-request.ts';
import { ITEM_OK, type Range, wireBytes } from './request.ts';
import { describeCode, isAccessRefused } from './return-code.ts';
import { DATA, S7Client } from './s7-client.ts';
import { askIdentity } from './szl.ts';
import { resolveTarget, type Target } from './target.ts';
import { valueText } from './value-text.ts';

const TEXT_MAX = 80;
/** Read for a look where there is no tag yet: every CPU has bit memory. */
const FIRST_BYTE: DriverTag = { address: 'MB0' };

/**
 * Tries an S7 CPU over a connection of its own: address, TCP with the ISO connection to rack and slot and the PDU size,
 * who the CPU is, a read of the first tag. Nothing is written. The tags passed `checkTag`.
 */
export async function* probeS7(
  connection: S7Connection,
  tags: readonly DriverTag[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  const probe = new S7Probe(connection, clock, signal);
  const target = resolveTarget(tags[0] ?? FIRST_BYTE);
  const { rack, slot } = placeOf(connection);
  const place = connection.remote_tsap === undefined ? `rack ${rack} slot ${slot}` : `TSAP ${connection.remote_tsap}`;
  const steps: readonly (readonly [id: string, title: string, run: () => Promise<StepOutcome>])[] = [
    ['address', 'DNS / address', () => probe.findHost()],
    ['connect', 'TCP connect', () => probe.connect()],
    ['cpu', `CPU at ${place}`, () => probe.confirm()],
    ['identify', 'Identify', () => probe.identify()],
    ['read', `Reads ${formatTarget(target)}`, () => probe.readSample(target, tags.length > 0)],
  ];
  try {
    for (const [id, title, run] of steps) {
      if (yield* probeStep({ id, title }, clock, run)) continue;
      if (id === 'cpu' && probe.isWrongPlace)
        yield* probeStep({ id: 'places', title: 'Other racks and slots' }, clock, () =>
          findPlace(connection, clock, signal),
        );
      return;
    }
  } finally {
    await probe.close();
  }
}

class S7Probe {
  readonly #connection: S7Connection;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #client: S7Client;
  readonly #connectTimeoutMs: number;
  /** The connection stood on TCP and ended behind it: the next step says why. */
  #refused: NexusError | undefined;
  readonly #onAbort = (): void => void this.#client.close();

  constructor(connection: S7Connection, clock: Clock, signal: AbortSignal) {
    this.#connection = connection;
    this.#clock = clock;
    this.#signal = signal;
    this.#client = new S7Client(connection, clock);
    this.#connectTimeoutMs = parseDurationMs(connection.connect_timeout)!;
    signal.addEventListener('abort', this.#onAbort);
  }

  /** TCP stood, and there is no CPU at that rack and slot; they were not given by a TSAP. */
  get isWrongPlace(): boolean {
    return this.#refused?.context['message'] === 's7.slot' && this.#connection.remote_tsap === undefined;
  }

  findHost(): Promise<StepOutcome> {
    const { host, port } = this.#connection;
    const peer = { host, port, connectTimeoutMs: this.#connectTimeoutMs, service: 'S7 communication' };
    return findHost(peer, this.#clock, this.#signal, (reason) => cancelled(this.#client.peer, reason));
  }

  async connect(): Promise<StepOutcome> {
    try {
      await this.#client.open(this.#signal);
    } catch (cause) {
      const error = toNexusError(cause);
      if (error.code === 'NX_CANCELLED' || this.#client.phase === 'tcp') throw error;
      this.#refused = error;
    }
    return { state: 'pass' };
  }

  confirm(): Promise<StepOutcome> {
    const refused = this.#refused;
    if (refused) {
      const isSlot = refused.context['message'] === 's7.slot';
      return Promise.resolve({ state: 'fail', reason: { ...reasonOf(refused), ...(isSlot && { code: 's7.slot' }) } });
    }
    return Promise.resolve({ state: 'pass', sample: [{ address: 'PDU', text: `${this.#client.pduSize} bytes` }] });
  }

  /** Many CPUs do not say who they are: whatever comes, it is no failure of the test. */
  async identify(): Promise<StepOutcome> {
    const text = 'The CPU does not say who it is. It can be used without.';
    try {
      const found = await askIdentity(this.#client);
      if (!found || found.length === 0) return { state: 'warn', reason: { code: 'NX_DRIVER_REJECTED', text } };
      const sample = found.map((entry) => ({ address: entry.name, text: cleanText(entry.text, TEXT_MAX) }));
      const said = (name: string): string | undefined => sample.find(({ address }) => address === name)?.text;
      const identity = assetOf({
        model: said('Type') ?? said('Module'),
        serial: said('Serial number'),
        limits: `PDU ${this.#client.pduSize} bytes`,
      });
      return { state: 'pass', sample, identity };
    } catch (cause) {
      const error = toNexusError(cause);
      if (this.#signal.aborted) throw cancelled(this.#client.peer, this.#signal.reason);
      // It took the question amiss: the rest is tried over a new connection.
      await this.#client.open(this.#signal);
      return { state: 'warn', reason: { ...reasonOf(error), text } };
    }
  }

  /** @param isTag false where the place is only a guess */
  async readSample(target: Target, isTag: boolean): Promise<StepOutcome> {
    const { area, db, start } = target;
    const count = area.cell === 'word' ? 1 : Math.min(target.count, readCapacity(this.#client.pduSize));
    const code = await this.#read({ area, db, start, count });
    if (code.code === ITEM_OK) {
      const isWhole = wireBytes(target) === code.bytes.length;
      return {
        state: 'pass',
        sample: [{ address: formatTarget(target), text: sampleText(target, code.bytes, isWhole) }],
      };
    }
    const text = describeCode(code.code, target, 'read');
    return {
      state: isTag || isAccessRefused(code.code) ? 'fail' : 'warn',
      reason: { code: isAccessRefused(code.code) ? 's7.putget' : 'NX_DRIVER_REJECTED', text },
    };
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#onAbort);
    await this.#client.close();
  }

  async #read(range: Range): Promise<{ readonly code: number; readonly bytes: Uint8Array }> {
    const request = makeReadRequest([range]);
    try {
      const whole = await this.#client.request(request);
      const code = whole === DATA ? request.codes[0]! : whole;
      const at = request.offsets[0]!;
      return { code, bytes: Uint8Array.from(this.#client.reply.subarray(at, at + wireBytes(range))) };
    } catch (cause) {
      if (this.#signal.aborted) throw cancelled(this.#client.peer, this.#signal.reason);
      const error = toNexusError(cause);
      throw error.code === 'NX_DRIVER_DISCONNECTED' ? this.#closedByPeer(error) : error;
    }
  }

  #closedByPeer(error: NexusError): NexusError {
    const { host, port } = this.#connection;
    const text = `${host}:${port} closed the connection without an answer. CPUs have few connections for others: close programs that use it, then test again.`;
    return new NexusError('NX_DRIVER_DISCONNECTED', text, { host, port }, { cause: error });
  }
}

/** The value as the tag has it and the bytes as they are: `42  0x42280000`. */
function sampleText(target: Target, bytes: Uint8Array, isWhole: boolean): string {
  const raw = `0x${Buffer.from(bytes.subarray(0, 8)).toString('hex').toUpperCase()}${bytes.length > 8 ? '…' : ''}`;
  return isWhole ? `${valueText(target, new DataView(bytes.buffer)).text}  ${raw}` : raw;
}
