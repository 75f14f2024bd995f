import { connect } from 'node:net';
import type { DiscoveryEvent, FoundPeer } from '../../../src-shared/contract/discovery.ts';
import type { Asset } from '../../../src-shared/domain/device.ts';
import { ipv4Text, parseIpv4Range } from '../../../src-shared/domain/ipv4-range.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverManifest } from '../../drivers/driver.ts';
import { findDriver } from '../../drivers/registry.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import { peerFault, portsToAvoid } from '../../project/check/check-peers.ts';
import type { EngineParts } from '../engine-parts.ts';

/** A /20: more is no network of a plant, and takes longer than anybody waits. */
export const MOST_ADDRESSES = 4_096;
export const AT_ONCE = 32;
/** A device on the same network accepts in milliseconds; one behind a slow link within this. */
const CONNECT_MS = 800;
const TELL_EVERY = 16;
const KEPT = 2 * MOST_ADDRESSES;

interface Target {
  readonly host: string;
  readonly port: number;
  readonly manifest: DriverManifest;
  readonly connection: unknown;
}

type Parts = Pick<EngineParts, 'probes' | 'editor'>;

export interface DiscoveryWish {
  readonly range: string;
  readonly sought: readonly { readonly protocol: string; readonly port: number }[];
}

/**
 * Tries the addresses of a range, and asks what answers who it is: by the connection test of the protocol, one after
 * another. Nothing is written.
 * @throws NexusError NX_REQUEST_INVALID for a range that is none or too large; NX_DRIVER_UNKNOWN_PROTOCOL.
 */
export function discoverPeers(parts: Parts, wish: DiscoveryWish, signal: AbortSignal): AsyncIterable<DiscoveryEvent> {
  const targets = targetsOf(parts, wish);
  const stop = new AbortController();
  const either = AbortSignal.any([stop.signal, signal]);
  return untilDone(
    eventStream<DiscoveryEvent | 'done'>(
      (tell) => {
        void search(parts, targets, tell, either).finally(() => tell('done'));
        return { dispose: () => stop.abort() };
      },
      signal,
      undefined,
      KEPT,
    ),
  );
}

async function* untilDone(events: AsyncIterable<DiscoveryEvent | 'done'>): AsyncGenerator<DiscoveryEvent> {
  for await (const event of events) {
    if (event === 'done') return;
    yield event;
  }
}

function targetsOf({ editor }: Parts, { range: text, sought }: DiscoveryWish): readonly Target[] {
  const range = parseIpv4Range(text);
  if (!range)
    throw new NexusError('NX_REQUEST_INVALID', `“${text}” is no range of addresses. Write one like 192.168.1.0/24.`);
  if (range.count > MOST_ADDRESSES) {
    const fact = `${text.trim()} has ${range.count.toLocaleString('en-US')} addresses, and a search takes ${MOST_ADDRESSES.toLocaleString('en-US')} at most (a /20).`;
    throw new NexusError('NX_REQUEST_INVALID', `${fact} Nothing was sent. Narrow the range.`, { range: text });
  }
  const own = portsToAvoid(editor.current.project.config);
  const places = sought.map(({ protocol, port }) => ({ manifest: findDriver(protocol), port }));
  const targets: Target[] = [];
  for (let at = 0; at < range.count; at++) {
    const host = ipv4Text(range.first + at);
    for (const { manifest, port } of places) {
      const form = manifest.connectionAt?.(host, port) ?? { host, port };
      const { success, data } = manifest.connection.safeParse(form);
      // The gateway does not find itself.
      if (success && !peerFault({ host, port }, own)) targets.push({ host, port, manifest, connection: data });
    }
  }
  return targets;
}

/** Never rejects. */
async function search(
  parts: Parts,
  targets: readonly Target[],
  tell: (event: DiscoveryEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let [next, done] = [0, 0];
  let asking: Promise<void> = Promise.resolve();
  const work = async (): Promise<void> => {
    while (!signal.aborted && next < targets.length) {
      const target = targets[next++]!;
      const isOpen = await accepts(target, signal);
      // One is asked after the other: a test is a thread of its own.
      if (isOpen) asking = asking.then(async () => tell({ type: 'found', peer: await askPeer(parts, target, signal) }));
      if (++done % TELL_EVERY === 0 || done === targets.length) {
        tell({ type: 'progress', done, total: targets.length });
      }
    }
  };
  tell({ type: 'progress', done, total: targets.length });
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await asking;
}

/** Whether something listens there. Never rejects. */
function accepts({ host, port }: Target, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const socket = connect({ host, port });
    const end = (isOpen: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      socket.destroy();
      resolve(isOpen);
    };
    const cancel = (): void => end(false);
    const timer = setTimeout(cancel, CONNECT_MS);
    signal.addEventListener('abort', cancel);
    socket.once('connect', () => end(true));
    socket.on('error', cancel);
  });
}

/** Who it says it is, by the test of its protocol. Never rejects. */
async function askPeer({ probes }: Parts, target: Target, signal: AbortSignal): Promise<FoundPeer> {
  const { host, port, manifest } = target;
  let identity: Asset = {};
  let fault = '';
  let passed = 0;
  let connection = target.connection as Readonly<Record<string, unknown>>;
  try {
    for await (const step of probes.run({ protocol: manifest.id, connection, tags: [] }, signal)) {
      if (step.state === 'pass' || step.state === 'warn') passed++;
      if (step.identity) identity = step.identity;
      if (step.offer) connection = { ...connection, ...step.offer.connection };
      if (step.state === 'fail') fault ||= step.reason?.text ?? '';
    }
  } catch (cause) {
    fault = toNexusError(cause).text;
  }
  const { make, model, serial, firmware } = identity;
  const said = [make, model, firmware, serial].filter((part) => part !== undefined).join(' · ');
  const text = said || fault || 'It does not say who it is.';
  // Resolver and TCP say nothing of the protocol: a step behind them does.
  const state = passed > 2 ? 'device' : 'open';
  const at = manifest.connectionAt?.(host, port) ?? { host, port };
  const offered = Object.keys(connection).filter(
    (key) => connection[key] !== (target.connection as object)[key as never],
  );
  const kept = { ...at, ...Object.fromEntries(offered.map((key) => [key, connection[key]])) };
  return { host, port, protocol: manifest.id, protocolTitle: manifest.title, state, text, connection: kept, identity };
}
