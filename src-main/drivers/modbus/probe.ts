import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { assetOf } from '../asset-of.ts';
import type { DriverTag, ProbeStep } from '../driver.ts';
import { probeStep, reasonOf, type StepOutcome } from '../probe-step.ts';
import { formatAddress } from './address.ts';
import { AREAS } from './area.ts';
import { describeException, describeFailure, exceptionMeaning, formatExceptionCode } from './exception.ts';
import { makeIdentificationRequest, readIdentification } from './identification.ts';
import { cancelled, unitSilent } from './link-error.ts';
import type { LinkPeer } from './link-peer.ts';
import { sampleOf } from './probe-sample.ts';
import type { Extent } from './read-plan.ts';
import { makeReadRequest } from './read-request.ts';
import type { ModbusRequest } from './request.ts';
import { makeServerIdRequest, readServerId } from './server-id.ts';
import { type Asker, DATA, type StrictClient } from './strict-client.ts';
import { resolveTarget, type Target } from './target.ts';
import type { UnitConnection } from './unit-connection.ts';
import type { UnitLink } from './unit-link.ts';

/** Read for a look where there is no tag yet. */
const FIRST_REGISTERS: Extent = { area: AREAS.holding, start: 0, count: 4 };
/** Three objects in replies of one each. */
const IDENTIFICATION_REQUESTS = 3;
/** Vendor, product and revision, and some room for what a device adds unasked. */
const OBJECTS_SHOWN = 8;

/** What differs from transport to transport. */
export interface ProbedLink extends UnitLink {
  /** The title of the step that opens it. */
  readonly connectTitle: string;
  /** What comes before it: the resolver. */
  readonly findHost?: () => Promise<StepOutcome>;
}

/**
 * Tries a device over a connection of its own: address, connection, unit, a read of the first tag, identification.
 * Sends functions 1–4, 43/14 and 17 only. The tags passed `checkTag`.
 */
export async function* probeUnit(
  link: ProbedLink,
  connection: UnitConnection,
  tags: readonly DriverTag[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  const probe = new ModbusProbe(link, connection, clock, signal);
  const target = tags[0] && resolveTarget(tags[0], connection);
  const extent = target ? { area: target.area, start: target.wire, count: target.count } : FIRST_REGISTERS;
  const first = formatAddress(extent.area, extent.start, connection.notation);
  const { findHost } = link;
  const steps: readonly (readonly [id: string, title: string, run: () => Promise<StepOutcome>])[] = [
    ...(findHost ? ([['address', 'DNS / address', findHost]] as const) : []),
    ['connect', link.connectTitle, () => probe.connect()],
    ['unit', `Unit ${connection.unit_id} answers`, () => probe.askUnit({ ...extent, count: 1 })],
    ['read', `Reads ${first}`, () => probe.readSample(extent, target)],
    ['identify', 'Identify', () => probe.identify()],
  ];
  try {
    for (const [id, title, run] of steps) {
      if (!(yield* probeStep({ id, title }, clock, run))) return;
    }
  } finally {
    await probe.close();
  }
}

class ModbusProbe {
  readonly #link: ProbedLink;
  readonly #connection: UnitConnection;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #client: StrictClient;
  readonly #asker: Asker;
  readonly #pauseMs: number;
  readonly #onAbort = (): void => void this.#client.close();

  constructor(link: ProbedLink, connection: UnitConnection, clock: Clock, signal: AbortSignal) {
    const { request_timeout, inter_request_delay } = connection;
    this.#link = link;
    this.#connection = connection;
    this.#clock = clock;
    this.#signal = signal;
    this.#client = link.client;
    this.#pauseMs = Math.max(parseDurationMs(inter_request_delay)!, link.silenceMs);
    this.#asker = { requestTimeoutMs: parseDurationMs(request_timeout)!, onFrame: undefined, lost: () => {} };
    signal.addEventListener('abort', this.#onAbort);
  }

  async connect(): Promise<StepOutcome> {
    await this.#client.open(this.#signal, this.#link.connectTimeoutMs);
    await this.#rest(this.#link.restMs);
    return { state: 'pass' };
  }

  /** Any answer is one, a refusal too; only a gateway that speaks for a silent unit is not. */
  async askUnit(extent: Extent): Promise<StepOutcome> {
    await this.#read(extent);
    return { state: 'pass' };
  }

  /** @param target undefined where the extent is only a guess, which a device may well refuse. */
  async readSample(extent: Extent, target: Target | undefined): Promise<StepOutcome> {
    let read = extent;
    let code = await this.#read(read);
    if (code !== DATA && !target) {
      read = { ...extent, count: 1 };
      code = await this.#read(read);
    }
    const { notation } = this.#connection;
    if (code === DATA) return { state: 'pass', sample: sampleOf(this.#client.reply, read, target, notation) };
    const isNoAddress = exceptionMeaning(code) === 'no such address';
    const text =
      exceptionMeaning(code) === 'device failure'
        ? `The device ${describeFailure(code)} at ${formatAddress(read.area, read.start, notation)}. Look at the device itself, then test again. (${formatExceptionCode(code)})`
        : describeException(code, read, notation);
    const reason = { code: isNoAddress ? 'mb.ex02' : 'NX_DRIVER_REJECTED', text };
    return { state: target ? 'fail' : 'warn', reason };
  }

  /** Most devices do without, and some say nothing at all then: whatever comes, it is no failure of the test. */
  async identify(): Promise<StepOutcome> {
    const objects = await this.#identifyBy(() => this.#readObjects());
    if (objects.state === 'pass') return objects;
    if (!this.#client.isStanding) await this.connect().catch(rethrowCancelled);
    const serverId = await this.#identifyBy(() => this.#readServerId());
    return serverId.state === 'pass' ? serverId : objects;
  }

  async #identifyBy(read: () => Promise<StepOutcome>): Promise<StepOutcome> {
    try {
      return await read();
    } catch (cause) {
      const error = rethrowCancelled(cause);
      const text = 'The device did not answer the question for its identification. It can be used without.';
      return { state: 'warn', reason: { ...reasonOf(error), text } };
    }
  }

  /** Vendor, product and revision by function 43/14. */
  async #readObjects(): Promise<StepOutcome> {
    const sample: { address: string; text: string }[] = [];
    let next: number | undefined = 0;
    for (let asked = 0; next !== undefined && asked < IDENTIFICATION_REQUESTS; asked++) {
      const code = await this.#ask(makeIdentificationRequest(this.#connection.unit_id, next));
      const found = code === DATA ? readIdentification(this.#client.reply) : undefined;
      if (!found) return { state: 'warn', sample, reason: notIdentified(code) };
      sample.push(...found.objects.map(({ name, text }) => ({ address: name, text })));
      next = found.next;
    }
    const said = (name: string): string | undefined => sample.find(({ address }) => address === name)?.text;
    const identity = assetOf({ make: said('Vendor'), model: said('Product'), firmware: said('Revision') });
    return { state: 'pass', sample: sample.slice(0, OBJECTS_SHOWN), identity };
  }

  /** The older function 17. */
  async #readServerId(): Promise<StepOutcome> {
    const code = await this.#ask(makeServerIdRequest(this.#connection.unit_id));
    const found = code === DATA ? readServerId(this.#client.reply) : undefined;
    if (!found) return { state: 'warn', reason: notIdentified(code) };
    const identity = assetOf({ model: found.find(({ name }) => name === 'Server')?.text });
    return { state: 'pass', sample: found.map(({ name, text }) => ({ address: name, text })), identity };
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#onAbort);
    await this.#client.close();
  }

  /** @returns DATA or an exception code; the rejections of `#ask`, and NX_DRIVER_UNIT_SILENT. */
  async #read({ area, start, count }: Extent): Promise<number> {
    const { unit_id: unitId } = this.#connection;
    const code = await this.#ask(makeReadRequest(unitId, area, start, count));
    if (code !== DATA && exceptionMeaning(code) === 'unit silent') throw unitSilent(this.#client.peer, unitId, code);
    return code;
  }

  async #ask(request: ModbusRequest): Promise<number> {
    await this.#rest(this.#client.repliedAtMs + this.#pauseMs - this.#clock.monoMs());
    try {
      return await this.#client.request(request, this.#asker);
    } catch (cause) {
      if (this.#signal.aborted) throw cancelled(this.#client.peer, this.#signal.reason);
      const error = toNexusError(cause);
      throw error.code === 'NX_DRIVER_DISCONNECTED' && this.#client.peer.kind === 'tcp'
        ? closedByPeer(this.#client.peer, error)
        : error;
    }
  }

  async #rest(ms: number): Promise<void> {
    if (ms <= 0) return;
    try {
      await this.#clock.sleep(ms, this.#signal);
    } catch {
      throw cancelled(this.#client.peer, this.#signal.reason);
    }
  }
}

/** @throws NexusError NX_CANCELLED; gives back every other one. */
function rethrowCancelled(cause: unknown): NexusError {
  const error = toNexusError(cause);
  if (error.code === 'NX_CANCELLED') throw error;
  return error;
}

function closedByPeer({ place, context }: LinkPeer, error: NexusError): NexusError {
  const code = / \([A-Z]+\)$/.exec(error.text)?.[0] ?? '';
  const text = `${place} closed the connection without an answer. Many devices serve one or two connections only: close other programs that use it, then test again.${code}`;
  return new NexusError('NX_DRIVER_DISCONNECTED', text, { ...context }, { cause: error });
}

function notIdentified(code: number): NonNullable<ProbeStep['reason']> {
  const fact = code === DATA ? 'answered in a form that Modbus does not have' : 'does not support it';
  const tail = code === DATA ? '' : ` (${formatExceptionCode(code)})`;
  const text = `Asked for its identification, the device ${fact}. It can be used without.${tail}`;
  return { code: code === DATA ? 'NX_DRIVER_PROTOCOL' : 'NX_DRIVER_REJECTED', text };
}
