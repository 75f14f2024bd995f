import type { NexusClient } from '../../src-shared/contract/contract.ts';
import { decodeDataFrame } from '../../src-shared/contract/data-plane.ts';
import type { HistoryQuestion } from '../../src-shared/contract/history-question.ts';
import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { LinkState } from './link-state.ts';
import { createOrpcClient } from './orpc-client.ts';
import { openPortWire } from './port-wire.ts';
import { type AskedColumns, SeriesCalls, type SeriesQuery } from './series-calls.ts';
import { nextSignIn, sessionProtocols } from './session.ts';
import { sleep } from './sleep.ts';
import { stayConnected } from './stay-connected.ts';
import { openWire, type Wire, type WireEnd } from './wire.ts';

interface Connection {
  readonly client: NexusClient;
  readonly series: SeriesCalls;
}

export interface GatewayEvents {
  readonly onState: (state: LinkState) => void;
  /** Runs beside each connection; the signal ends with it. When it rejects, the connection is dialled anew. */
  readonly onOpen: (signal: AbortSignal) => Promise<void>;
  readonly onLive: (batch: PointBatch) => void;
}

const PING_EVERY_MS = 1_000;
/** A gateway that says nothing for this long is lost: its status alone speaks once a second. */
const SILENT_MS = 2_500;

let current: Connection | undefined;

/** The calls of the contract on whatever connection is open; rejects with NX_NET_UNREACHABLE while there is none. */
export function rpc(): NexusClient {
  return connection().client;
}

/** Stored values as columns. See SeriesCalls. */
export async function series(query: SeriesQuery, signal: AbortSignal): Promise<SeriesAnswer> {
  const { client, series: calls } = connection();
  return calls.query(client, query, signal);
}

/** An answer about several tags, as columns. See SeriesCalls. */
export async function askHistory(
  question: HistoryQuestion,
  buckets: number,
  signal: AbortSignal,
): Promise<AskedColumns> {
  const { client, series: calls } = connection();
  return calls.ask(client, question, buckets, signal);
}

function connection(): Connection {
  if (!current) throw new NexusError('NX_NET_UNREACHABLE', 'The gateway is lost. It is dialled again by itself.');
  return current;
}

/** Connects this page to its engine, until the signal. */
export function connectGateway(events: GatewayEvents, signal: AbortSignal): Promise<void> {
  return stayConnected({ dial: (limit) => dial(events, limit), onState: events.onState, signedIn: nextSignIn }, signal);
}

async function dial(events: GatewayEvents, signal: AbortSignal): Promise<{ readonly ended: Promise<WireEnd> }> {
  const series = new SeriesCalls();
  const onFrame = (buffer: ArrayBuffer): void => {
    const frame = decodeDataFrame(buffer);
    if (frame.kind === 'live') events.onLive(frame.batch);
    else series.take(frame.number, frame.kind === 'series' ? frame.series : frame.values);
  };
  const wire = await wireToEngine(onFrame, signal);
  const client = createOrpcClient(wire.text);
  current = { client, series };
  return { ended: follow(events, wire, client, signal) };
}

/** In the desktop app a port, which needs no session; in a browser the socket of the service that served the page. */
async function wireToEngine(onFrame: (frame: ArrayBuffer) => void, signal: AbortSignal): Promise<Wire> {
  if (window.nexusShell) return openPortWire(window.nexusShell, window, onFrame, signal);
  const protocols = await sessionProtocols(signal);
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return openWire(`${scheme}://${location.host}/rpc`, protocols, onFrame, signal);
}

async function follow(events: GatewayEvents, wire: Wire, client: NexusClient, outer: AbortSignal): Promise<WireEnd> {
  const abort = new AbortController();
  const signal = AbortSignal.any([outer, abort.signal]);
  signal.addEventListener('abort', () => wire.close(), { once: true });
  void events.onOpen(signal).catch(() => wire.close());
  void ping(events, wire, client, signal);
  const end = await wire.closed;
  current = undefined;
  abort.abort();
  return end;
}

/** Measures the round trip, and closes a connection that has gone silent without saying so. */
async function ping(events: GatewayEvents, wire: Wire, client: NexusClient, signal: AbortSignal): Promise<void> {
  let pending = false;
  while (!signal.aborted) {
    if (wire.silentMs() > SILENT_MS) return wire.close();
    if (!pending) {
      pending = true;
      const startMs = performance.now();
      void client.system
        .info({}, { signal })
        .then(() => events.onState({ kind: 'open', roundTripMs: performance.now() - startMs }))
        // A failed ping says nothing yet: silence is what counts.
        .catch(() => undefined)
        .finally(() => {
          pending = false;
        });
    }
    await sleep(PING_EVERY_MS, signal);
  }
}
