import type { ScanEvent } from '../../../src-shared/contract/drivers.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { findDriver } from '../../drivers/registry.ts';
import type { ScanEvent as FoundEvent } from '../../drivers/scan.ts';
import { peerFault, portsToAvoid } from '../../project/check/check-peers.ts';
import { checkSchema } from '../../project/check/check-schema.ts';
import type { EngineParts } from '../engine-parts.ts';
import { connectionOfForm, filledIn, NO_FILE } from './form-connection.ts';
import { holderOf, twinOf } from './running-peer.ts';

type Form = Readonly<Record<string, unknown>>;

export interface ScanWish {
  readonly device: Form;
  readonly scan: string;
  readonly options: Form;
}

/**
 * Looks for what there is at the endpoint of a form, which need not be saved. The twin of a simulated device is asked in
 * its place.
 *
 * @param scanning endpoints that are scanned now: never one twice at once
 * @throws NexusError NX_DRIVER_UNKNOWN_PROTOCOL; NX_REQUEST_INVALID for a connection or options with faults and a scan that
 * the protocol does not have; NX_PROBE_BUSY; what the driver throws.
 */
export async function* scanDevice(
  { plant, probes, editor }: Pick<EngineParts, 'plant' | 'probes' | 'editor'>,
  scanning: Set<string>,
  { device, scan, options: given }: ScanWish,
  signal: AbortSignal,
): AsyncGenerator<ScanEvent> {
  const { protocol, connection: form } = device;
  const manifest = findDriver(typeof protocol === 'string' ? protocol : '');
  const found = manifest.scans?.find(({ id }) => id === scan);
  if (!found) throw new NexusError('NX_REQUEST_INVALID', `${manifest.title} has no scan “${scan}”.`, { scan });
  const written = connectionOfForm(manifest, typeof form === 'object' && form !== null ? (form as Form) : {});
  const fault = peerFault(written, portsToAvoid(editor.current.project.config));
  if (fault) throw new NexusError('NX_REQUEST_INVALID', fault.message, { code: fault.code });
  const { value: options, faults } = checkSchema(found.options, filledIn(given), NO_FILE);
  if (faults[0]) throw new NexusError('NX_REQUEST_INVALID', faults[0].message, { field: faults[0].path });
  const twin = twinOf(plant, device, manifest, written);
  const { manifest: spoken, connection } = twin ?? { manifest, connection: written };
  const endpoint = spoken.endpointKey(connection);
  if (scanning.has(endpoint)) {
    const text = `${spoken.endpoint(connection)} is scanned already. Nothing was sent. Wait until that scan has ended, or stop it.`;
    throw new NexusError('NX_PROBE_BUSY', text, { endpoint });
  }
  scanning.add(endpoint);
  try {
    yield* notes(spoken.endpoint(connection), twin !== undefined, holderOf(plant, spoken, connection));
    const job = { protocol: spoken.id, connection, tags: [], scan: { id: scan, options } };
    for await (const event of probes.scan(job, signal)) yield plain(event);
  } finally {
    scanning.delete(endpoint);
  }
}

function* notes(place: string, isSimulated: boolean, holder: string | undefined): Generator<ScanEvent> {
  if (isSimulated) yield { type: 'note', text: `The device is simulated. The scan asks its twin at ${place}.` };
  if (holder === undefined) return;
  const text = `“${holder}” is connected to this endpoint and goes on. A line or gateway that serves one request at a time answers both more slowly; where it serves one connection only, disable “${holder}” first.`;
  yield { type: 'note', text };
}

/** As the contract has it: lists and objects of its own. */
function plain(event: FoundEvent): ScanEvent {
  if (event.type === 'progress') return event;
  const rows = event.rows.map(({ connection, cells, ...row }) => ({
    ...row,
    cells: [...cells],
    ...(connection && { connection: { ...connection } }),
  }));
  return { type: 'rows', rows };
}
