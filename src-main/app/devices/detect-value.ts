import type { DetectionView } from '../../../src-shared/contract/drivers.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Detection, DetectionQuestion } from '../../drivers/detection.ts';
import { findDriver } from '../../drivers/registry.ts';
import { peerFault, portsToAvoid } from '../../project/check/check-peers.ts';
import type { EngineParts } from '../engine-parts.ts';
import { connectionOfForm } from './form-connection.ts';
import { twinOf } from './running-peer.ts';

type Form = Readonly<Record<string, unknown>>;

/**
 * What may stand at an address of a form's device, which need not be saved. The twin of a simulated device is asked in its
 * place.
 *
 * @throws NexusError NX_DRIVER_UNKNOWN_PROTOCOL; NX_REQUEST_INVALID for a connection with faults and where the protocol tells
 * its types itself; NX_PROBE_BUSY; what the driver throws.
 */
export async function detectValue(
  { plant, probes, editor }: Pick<EngineParts, 'plant' | 'probes' | 'editor'>,
  { device, ...question }: DetectionQuestion & { readonly device: Form },
  signal: AbortSignal = new AbortController().signal,
): Promise<DetectionView> {
  const { protocol, connection: form } = device;
  const manifest = findDriver(typeof protocol === 'string' ? protocol : '');
  if (!manifest.detect)
    throw new NexusError('NX_REQUEST_INVALID', `${manifest.title} devices tell the types of their values themselves.`);
  const written = connectionOfForm(manifest, typeof form === 'object' && form !== null ? (form as Form) : {});
  const fault = peerFault(written, portsToAvoid(editor.current.project.config));
  if (fault) throw new NexusError('NX_REQUEST_INVALID', fault.message, { code: fault.code });
  const { manifest: spoken, connection } = twinOf(plant, device, manifest, written) ?? {
    manifest,
    connection: written,
  };
  const inquiry = { method: 'detect', question } as const;
  const found = (await probes.ask({ protocol: spoken.id, connection, tags: [], inquiry }, signal)) as Detection;
  const values = found.values.map((value) => ({
    ...value,
    byteOrder: value.byteOrder ?? null,
    scale: value.scale ?? null,
    evidence: [...value.evidence],
  }));
  return { samples: found.samples, values };
}
