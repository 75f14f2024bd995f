import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { DriverTag, ProbeStep } from '../driver.ts';
import { findHost } from '../find-host.ts';
import { probeStep, reasonOf, type StepOutcome } from '../probe-step.ts';
import { formatAddress } from './address.ts';
import { AREAS } from './area.ts';
import type { ModbusTcpConnection } from './connection.ts';
import { describeException, describeFailure, exceptionMeaning, formatExceptionCode } from './exception.ts';
import { makeIdentificationRequest, readIdentification } from './identification.ts';
import { cancelled, unitSilent } from './link-error.ts';
import { sampleOf } from './probe-sample.ts';
import type { Extent } from './read-plan.ts';
import { makeReadRequest } from './read-request.ts';
import type { ModbusRequest } from './request.ts';
import { resolveTarget, type Target } from './target.ts';
import { type Asker, DATA, TcpClient } from './tcp-client.ts';

/** Read for a look where there is no tag yet. */
const FIRST_REGISTERS: Extent = { area: AREAS.holding, start: 0, count: 4 };
/** Three objects in replies of one each. */
const IDENTIFICATION_REQUESTS = 3;
/** Vendor, product and revision, and some room for what a device adds unasked. */
const OBJECTS_SHOWN = 8;

/**
 * Tries a Modbus TCP device over a connection of its own: address, TCP, unit, a read of the first tag, identification.
 * Sends functions 1–4 and 43/14 only. The tags passed `checkTag`.
 */
export async function* probeModbusTcp(
  connection: ModbusTcpConnection,
  tags: readonly DriverTag[],
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  const probe = new ModbusProbe(connection, clock, signal);
  const target = tags[0] && resolveTarget(tags[0], connection);
  const extent = target ? { area: target.area, start: target.wire, count: target.count } : FIRST_REGISTERS;
  const first = formatAddress(extent.area, extent.start, connection.notation);
  const steps: readonly (readonly [id: string, title: string, run: () => Promise<StepOutcome>])[] = [
    ['address', 'DNS / address', () => probe.findHost()],
    ['connect', 'TCP connect', () => probe.connect()],
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
  readonly #connection: ModbusTcpConnection;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #client: TcpClient;
  readonly #asker: Asker;
  readonly #connectTimeoutMs: number;
  readonly #onAbort = (): void => void this.#client.close();

  constructor(connection: ModbusTcpConnection, clock: Clock, signal: AbortSignal) {
    const { host, port, connect_timeout, request_timeout } = connection;
    this.#connection = connection;
    this.#clock = clock;
    this.#signal = signal;
    this.#client = new TcpClient({ host, port }, clock);
    this.#connectTimeoutMs = parseDurationMs(connect_timeout)!;
    this.#asker = { requestTimeoutMs: parseDurationMs(request_timeout)!, onFrame: undefined, lost: () => {} };
    signal.addEventListener('abort', this.#onAbort);
  }

  findHost(): Promise<StepOutcome> {
    const { host, port } = this.#connection;
    const peer = { host, port, connectTimeoutMs: this.#connectTimeoutMs, service: 'Modbus TCP' };
    return findHost(peer, this.#clock, this.#signal, (reason) => cancelled(this.#client.peer, reason));
  }

  async connect(): Promise<StepOutcome> {
    await this.#client.open(this.#signal, this.#connectTimeoutMs);
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

  /** Most devices do without it, and some say nothing at all then: whatever comes, it is no failure of the test. */
  async identify(): Promise<StepOutcome> {
    const sample: { address: string; text: string }[] = [];
    try {
      let next: number | undefined = 0;
      for (let asked = 0; next !== undefined && asked < IDENTIFICATION_REQUESTS; asked++) {
        const code = await this.#ask(makeIdentificationRequest(this.#connection.unit_id, next));
        const found = code === DATA ? readIdentification(this.#client.reply) : undefined;
        if (!found) return { state: 'warn', sample, reason: notIdentified(code) };
        sample.push(...found.objects.map(({ name, text }) => ({ address: name, text })));
        next = found.next;
      }
      return { state: 'pass', sample: sample.slice(0, OBJECTS_SHOWN) };
    } catch (cause) {
      const error = toNexusError(cause);
      if (error.code === 'NX_CANCELLED') throw error;
      const text = 'The device did not answer the question for its identification. It can be used without.';
      return { state: 'warn', sample, reason: { ...reasonOf(error), text } };
    }
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
    const { inter_request_delay } = this.#connection;
    const restMs = this.#client.repliedAtMs + parseDurationMs(inter_request_delay)! - this.#clock.monoMs();
    try {
      if (restMs > 0) await this.#clock.sleep(restMs, this.#signal);
      return await this.#client.request(request, this.#asker);
    } catch (cause) {
      if (this.#signal.aborted) throw cancelled(this.#client.peer, this.#signal.reason);
      const error = toNexusError(cause);
      throw error.code === 'NX_DRIVER_DISCONNECTED' ? this.#closedByPeer(error) : error;
    }
  }

  #closedByPeer(error: NexusError): NexusError {
    const { host, port } = this.#connection;
    const code = / \([A-Z]+\)$/.exec(error.text)?.[0] ?? '';
    const text = `${host}:${port} closed the connection without an answer. Many devices serve one or two connections only: close other programs that use it, then test again.${code}`;
    return new NexusError('NX_DRIVER_DISCONNECTED', text, { host, port }, { cause: error });
  }
}

function notIdentified(code: number): NonNullable<ProbeStep['reason']> {
  const fact = code === DATA ? 'answered in a form that Modbus does not have' : 'does not support it';
  const tail = code === DATA ? '' : ` (${formatExceptionCode(code)})`;
  const text = `Asked for its identification, the device ${fact}. It can be used without.${tail}`;
  return { code: code === DATA ? 'NX_DRIVER_PROTOCOL' : 'NX_DRIVER_REJECTED', text };
}
