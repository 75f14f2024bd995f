import { isBad } from '../../../src-shared/domain/quality.ts';
import { shortNumber } from '../../../src-shared/domain/short-number.ts';
import { cleanText } from '../../kernel/clean-text.ts';
import type { Clock } from '../../kernel/clock.ts';
import { assetOf } from '../asset-of.ts';
import type { DialledPeer } from '../connect-error.ts';
import type { DriverTag, ProbeStep } from '../driver.ts';
import { findHost } from '../find-host.ts';
import { probeStep, type StepOutcome } from '../probe-step.ts';
import { CompiledPlan } from './compiled-plan.ts';
import { dialUrl, type OpcUaConnection, placeOf, timingsOf } from './connection.ts';
import { Greeter } from './greet-server.ts';
import { loadLibrary } from './library.ts';
import { cancelled } from './link-error.ts';
import { type OpenSession, openSession } from './open-session.ts';
import { readBuildInfo } from './read-build-info.ts';
import { readValues } from './read-values.ts';
import { readChain } from './security/certificate-chain.ts';
import { certificateFacts, dayOf, grouped } from './security/certificate-facts.ts';
import { judgeServer } from './security/judge-server.ts';
import type { OfferedEndpoint } from './security/offered-endpoint.ts';
import { assertFolder, chosen, endpointsOf, secureClient } from './security/secure-client.ts';

const TEXT_MAX = 80;
const NAMESPACES_SHOWN = 6;
const ENDPOINTS_SHOWN = 8;

interface ProbeParts {
  readonly clock: Clock;
  readonly folder?: string | undefined;
}

/**
 * Tries an OPC UA server step by step over connections of its own: address, TCP, hello, endpoints, certificate, session,
 * what the server says of itself, a read of the first tags. Nothing is written and nobody is trusted.
 */
export async function* probeOpcUa(
  connection: OpcUaConnection,
  tags: readonly DriverTag[],
  parts: ProbeParts,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  const probe = new OpcUaProbe(connection, parts, signal);
  const steps: readonly (readonly [id: string, title: string, run: () => Promise<StepOutcome>])[] = [
    ['address', 'DNS / address', () => probe.findHost()],
    ['connect', 'TCP connect', () => probe.connect()],
    ['hello', 'OPC UA answers', () => probe.hello()],
    ['endpoints', 'Endpoints', () => probe.askEndpoints()],
    ['certificate', 'Certificate', () => probe.judge()],
    ['session', `Session as ${userOf(connection)}`, () => probe.open()],
    ['identify', 'Identify', () => probe.identify()],
    ...(tags.length > 0 ? [['read', `Reads ${tags[0]!.address}`, () => probe.read(tags)] as const] : []),
  ];
  try {
    for (const [id, title, run] of steps) {
      if (!(yield* probeStep({ id, title }, parts.clock, run))) return;
    }
  } finally {
    await probe.close();
  }
}

const userOf = ({ user, user_name: name }: OpcUaConnection): string =>
  user === 'anonymous' ? 'nobody in particular' : user === 'name' ? `“${name ?? ''}”` : 'the owner of a certificate';

class OpcUaProbe {
  readonly #connection: OpcUaConnection;
  readonly #parts: ProbeParts;
  readonly #signal: AbortSignal;
  readonly #peer: DialledPeer;
  readonly #greeter: Greeter;
  #endpoint: OfferedEndpoint | undefined;
  #policies: readonly string[] = [];
  #session: OpenSession | undefined;

  constructor(connection: OpcUaConnection, parts: ProbeParts, signal: AbortSignal) {
    const { host, port } = placeOf(connection);
    this.#connection = connection;
    this.#parts = parts;
    this.#signal = signal;
    this.#peer = { host, port, connectTimeoutMs: timingsOf(connection).connectMs, service: 'an OPC UA server' };
    this.#greeter = new Greeter(this.#peer, parts.clock, signal);
  }

  findHost(): Promise<StepOutcome> {
    return findHost(this.#peer, this.#parts.clock, this.#signal, (reason) => cancelled(this.#peer, reason));
  }

  async connect(): Promise<StepOutcome> {
    await this.#greeter.connect();
    return { state: 'pass' };
  }

  async hello(): Promise<StepOutcome> {
    await this.#greeter.hello(await loadLibrary(), dialUrl(this.#connection));
    this.#greeter.close();
    return { state: 'pass' };
  }

  /** Fails where the one that the device is set to is not among them. */
  async askEndpoints(): Promise<StepOutcome> {
    const offered = await endpointsOf({
      library: await loadLibrary(),
      connection: this.#connection,
      signal: this.#signal,
    });
    const sample = offered.slice(0, ENDPOINTS_SHOWN).map(({ mode, policy, users }) => ({
      address: policy ? `${mode} ${policy}` : mode,
      text: users.join(', '),
    }));
    this.#endpoint = chosen(this.#connection, offered);
    this.#policies = [...new Set(sample.map(({ address }) => address))];
    // The same endpoint may be offered under several addresses.
    const once = sample.filter(({ address }, at) => sample.findIndex((other) => other.address === address) === at);
    return { state: 'pass', sample: once };
  }

  async judge(): Promise<StepOutcome> {
    const endpoint = this.#endpoint!;
    if (endpoint.mode === 'None') {
      const text = `Without security everybody on the network can read and change what is sent, so tags are read-only. Choose Sign or SignAndEncrypt where the server offers it.`;
      return { state: 'warn', reason: { code: 'NX_OPCUA_SECURITY', text } };
    }
    const folder = assertFolder({ folder: this.#parts.folder, connection: this.#connection });
    await judgeServer({ connection: this.#connection, endpoint, folder, clock: this.#parts.clock });
    const { name, thumbprint, validToUs } = certificateFacts(readChain(endpoint.certificate)[0]!);
    const sample = [
      { address: name, text: `until ${dayOf(validToUs)}` },
      { address: 'SHA-1', text: grouped(thumbprint) },
    ];
    return { state: 'pass', sample };
  }

  async open(): Promise<StepOutcome> {
    const { clock, folder } = this.#parts;
    const parts = { connection: this.#connection, clock, folder, security: secureClient };
    this.#session = await openSession(parts, () => {}, this.#signal);
    return { state: 'pass' };
  }

  /** Whatever a server says of itself, or does not, it can be used. */
  async identify(): Promise<StepOutcome> {
    const session = this.#session!;
    const { namespaces, maxNodesPerRead } = session.facts;
    const build = await readBuildInfo(session.link, timingsOf(this.#connection).requestMs);
    const sample = [
      ...build.map(({ title, text }) => ({ address: title, text: cleanText(text, TEXT_MAX) })),
      { address: 'Nodes in one read', text: String(maxNodesPerRead) },
      ...namespaces.slice(1, NAMESPACES_SHOWN).map((uri, i) => ({
        address: `Namespace ${i + 1}`,
        text: cleanText(uri, TEXT_MAX),
      })),
    ];
    const said = (title: string): string | undefined => build.find((part) => part.title === title)?.text;
    const identity = assetOf({
      make: said('Manufacturer'),
      model: said('Product'),
      firmware: said('Version'),
      limits: `${maxNodesPerRead} nodes in one read; ${this.#policies.join(', ')}`,
    });
    return { state: 'pass', sample, identity };
  }

  async read(tags: readonly DriverTag[]): Promise<StepOutcome> {
    const { clock } = this.#parts;
    const plan = new CompiledPlan(tags, () => this.#session!.readBatch);
    const columns = {
      timeUs: new Float64Array(tags.length),
      value: new Float64Array(tags.length),
      status: new Uint32Array(tags.length),
      cells: [],
    };
    const timeoutMs = timingsOf(this.#connection).requestMs;
    await readValues({ session: this.#session!, plan, into: columns, clock, timeoutMs, types: new Map() });
    const sample = tags.map(({ address }, row) => ({ address, text: textOf(columns, row) }));
    const [bad] = plan.faults.values();
    const isFirstBad = isBad(columns.status[0]!);
    if (bad === undefined) return { state: 'pass', sample };
    return { state: isFirstBad ? 'fail' : 'warn', sample, reason: { code: 'NX_DRIVER_REJECTED', text: bad } };
  }

  async close(): Promise<void> {
    this.#greeter.close();
    await this.#session?.link.close();
  }
}

interface Columns {
  readonly value: Float64Array;
  readonly status: Uint32Array;
  readonly cells: readonly { readonly row: number; readonly value: unknown }[];
}

function textOf({ value, status, cells }: Columns, row: number): string {
  if (isBad(status[row]!)) return '—';
  const cell = cells.find((one) => one.row === row);
  if (!cell) return String(shortNumber(value[row]!, 'float32'));
  return cell.value instanceof Uint8Array ? `${cell.value.length} bytes` : cleanText(String(cell.value), TEXT_MAX);
}
