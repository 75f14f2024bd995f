import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Inquiry } from '../../acquisition/probe-work.ts';
import type { BrowseAnswer, BrowseQuestion } from '../../drivers/browsed-node.ts';
import { findDriver } from '../../drivers/registry.ts';
import { peerFault, portsToAvoid } from '../../project/check/check-peers.ts';
import type { EngineParts } from '../engine-parts.ts';
import { placeOf } from '../twins/twin-place.ts';
import { connectionOfForm } from './form-connection.ts';

type Form = Readonly<Record<string, unknown>>;

/**
 * Puts a question to the device of a form, which need not be saved, in a thread of its own.
 * @throws NexusError NX_DRIVER_UNKNOWN_PROTOCOL, NX_REQUEST_INVALID for a connection that has faults, NX_PROBE_BUSY, and
 * what the driver throws.
 */
export async function askDevice(
  { probes, editor }: Pick<EngineParts, 'probes' | 'editor'>,
  protocol: string,
  form: Form,
  inquiry: Inquiry,
  signal: AbortSignal = new AbortController().signal,
): Promise<unknown> {
  const manifest = findDriver(protocol);
  const connection = connectionOfForm(manifest, form);
  const fault = peerFault(connection, portsToAvoid(editor.current.project.config));
  if (fault) throw new NexusError('NX_REQUEST_INVALID', fault.message, { code: fault.code });
  return await probes.ask({ protocol: manifest.id, connection, tags: [], inquiry }, signal);
}

/**
 * Answers a question about the address space of a device of the project, or of its twin where it is simulated: over the link
 * that stands, or over one of its own where none does.
 * @throws NexusError NX_NOT_FOUND, what the driver throws, and as `askDevice`.
 */
export async function browseDevice<Q extends BrowseQuestion>(
  { probes, plant }: Pick<EngineParts, 'probes' | 'plant'>,
  id: string,
  question: Q,
  signal: AbortSignal = new AbortController().signal,
): Promise<BrowseAnswer<Q>> {
  const { device } = plant.directory.device(id);
  const found = await plant.browse(id, question);
  if (found !== undefined) return found;
  const { manifest, connection } = placeOf(device, plant.simulatorPort(id));
  const inquiry = { method: 'browse', question } as const;
  return (await probes.ask({ protocol: manifest.id, connection, tags: [], inquiry }, signal)) as BrowseAnswer<Q>;
}
