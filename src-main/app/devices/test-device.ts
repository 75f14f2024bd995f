import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverManifest, DriverTag, ProbeStep } from '../../drivers/driver.ts';
import { findDriver } from '../../drivers/registry.ts';
import { peerFault, portsToAvoid } from '../../project/check/check-peers.ts';
import type { EngineParts } from '../engine-parts.ts';
import { driverTagOfForm } from './address-views.ts';
import { connectionOfForm } from './form-connection.ts';
import { pingHost } from './ping-host.ts';
import { holderOf, twinOf } from './running-peer.ts';

type Form = Readonly<Record<string, unknown>>;

/** Tags that a test gets to see, and how many are looked at to find them. */
const TAGS_GIVEN = 8;
const TAGS_LOOKED_AT = 100;
/** After these the host may be there or not. */
const UNANSWERED: readonly string[] = ['NX_NET_TIMEOUT', 'NX_NET_UNREACHABLE'];
/** How a device that serves one connection only turns a second one away. */
const TURNED_AWAY: readonly string[] = [
  'NX_NET_REFUSED',
  'NX_NET_TIMEOUT',
  'NX_DRIVER_DISCONNECTED',
  'NX_DRIVER_TIMEOUT',
];

/**
 * Tries the device of a form, which need not be saved. A connection that has faults is the first step that fails; tags
 * with faults are passed over. The twin of a simulated device is tried in its place.
 *
 * @throws NexusError NX_DRIVER_UNKNOWN_PROTOCOL, NX_REQUEST_INVALID for a protocol without a test, NX_PROBE_BUSY.
 */
export async function* testDevice(
  { plant, probes, editor }: Pick<EngineParts, 'plant' | 'probes' | 'editor'>,
  form: Form,
  signal: AbortSignal,
): AsyncGenerator<ProbeStep> {
  const { protocol } = form;
  const manifest = findDriver(typeof protocol === 'string' ? protocol : '');
  if (!manifest.probe)
    throw new NexusError(
      'NX_REQUEST_INVALID',
      `${manifest.title} has no connection test. Save the device and look at its status.`,
    );
  const written = readConnection(manifest, form['connection']);
  if (written instanceof NexusError) {
    const code = String(written.context['code']);
    yield noted('settings', 'Connection settings', 'fail', { code, text: written.text });
    return;
  }
  const fault = peerFault(written, portsToAvoid(editor.current.project.config));
  if (fault) {
    yield noted('settings', 'Connection settings', 'fail', { code: fault.code, text: fault.message });
    return;
  }
  const twin = twinOf(plant, form, manifest, written);
  const { manifest: spoken, connection } = twin ?? { manifest, connection: written };
  if (twin) {
    const text = `The device is simulated. The test asks its twin at ${spoken.endpoint(connection)}.`;
    yield noted('simulated', 'Simulated device', 'pass', { code: 'SIMULATED', text });
  }
  const tags = soundTags(form['tags'], spoken, connection);
  const job = { protocol: spoken.id, connection, tags };
  for await (const step of probes.run(job, signal)) {
    yield step.state === 'fail' ? withHolder(step, holderOf(plant, spoken, connection)) : step;
    if (step.state === 'fail' && UNANSWERED.includes(step.reason?.code ?? '')) yield* pinged(connection, signal);
  }
}

/** Whether the host is there at all: then it is the port, or a firewall, and not power or cable. */
async function* pinged(connection: unknown, signal: AbortSignal): AsyncGenerator<ProbeStep> {
  const host = hostOf(connection);
  if (host === undefined) return;
  const startedMs = performance.now();
  const ping = await pingHost(host, signal);
  if (ping === 'unknown' || signal.aborted) return;
  const text =
    ping === 'answered'
      ? `${host} answers a ping, so power, cable and address are right. Check the port, the firewall, and that the device serves this protocol.`
      : `${host} does not answer a ping either. Check power, cable and address; some networks let no ping through.`;
  const tookMs = Math.round((performance.now() - startedMs) * 10) / 10;
  const state = ping === 'answered' ? 'pass' : 'warn';
  yield { ...noted('ping', 'Ping', state, { code: 'PING', text }), tookMs };
}

/** Of a connection, whatever its protocol calls it: a host of its own, or that of an address. */
function hostOf(connection: unknown): string | undefined {
  const { host } = connection as { readonly host?: unknown };
  if (typeof host === 'string') return host;
  const address = Object.values(connection as object).find(
    (value) => typeof value === 'string' && value.includes('://'),
  );
  return typeof address === 'string' ? /:\/\/\[?([^\]/:]+)/.exec(address)?.[1] : undefined;
}

function readConnection(manifest: DriverManifest, form: unknown): unknown {
  try {
    return connectionOfForm(manifest, typeof form === 'object' && form !== null ? (form as Form) : {});
  } catch (error) {
    return toNexusError(error);
  }
}

function soundTags(forms: unknown, manifest: DriverManifest, connection: unknown): readonly DriverTag[] {
  if (!Array.isArray(forms)) return [];
  const sound: DriverTag[] = [];
  for (const form of forms.slice(0, TAGS_LOOKED_AT) as readonly unknown[]) {
    if (sound.length === TAGS_GIVEN) break;
    if (typeof form !== 'object' || form === null || (form as Form)['enabled'] === false) continue;
    const found = driverTagOfForm(form as Form, manifest, connection);
    if ('tag' in found) sound.push(found.tag);
  }
  return sound;
}

/** A peer that one of our devices talks to is there: it turned us away because it serves no second connection. */
function withHolder(step: ProbeStep, holder: string | undefined): ProbeStep {
  if (holder === undefined || !step.reason || !TURNED_AWAY.includes(step.reason.code)) return step;
  const detail = / \([^()]*\)$/.exec(step.reason.text)?.[0] ?? '';
  const text = `“${holder}” of this gateway is connected to it, and no second connection was served. Disable “${holder}” while you test, or read its tags instead.${detail}`;
  return { ...step, reason: { code: step.reason.code, text } };
}

const noted = (id: string, title: string, state: ProbeStep['state'], reason: ProbeStep['reason']): ProbeStep => ({
  id,
  title,
  state,
  tookMs: null,
  reason,
  sample: [],
});
