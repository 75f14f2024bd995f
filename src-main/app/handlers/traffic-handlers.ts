import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { FrameView, TrafficState } from '../../../src-shared/contract/traffic.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { FrameReader } from '../../diagnostics/traffic/frame-reader.ts';
import { pcapng } from '../../diagnostics/traffic/pcapng.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { Plant } from '../plant.ts';
import { placeOf } from '../twins/twin-place.ts';
import { frameView } from './frame-view.ts';

/** Frames of the recording that a new watcher is shown. */
const SHOWN_FIRST = 1_000;
/** Frames of one event. */
const MOST_FRAMES = 250;

export function trafficHandlers({ plant, info }: EngineParts): NexusHandlers<Call>['traffic'] {
  const { directory, traffic } = plant;
  const state = (device: string): TrafficState => {
    directory.device(device);
    return stateOf(plant, device);
  };
  return {
    state: ({ device }) => state(device),
    record: ({ device, on }) => {
      directory.device(device);
      traffic.switch(device, on);
      return state(device);
    },
    clear: ({ device }) => {
      directory.device(device);
      traffic.clear(device);
      return state(device);
    },
    frames: (_call, signal, { device }) => watchFrames(plant, device, signal),
    export: ({ device: id, ports }) => {
      const { device } = directory.device(id);
      const frames = traffic.ring(id)?.after(0) ?? [];
      if (frames.length === 0) {
        const text = `Nothing was recorded of “${id}”. Open its traffic, or switch recording on, and save it then.`;
        throw new NexusError('NX_NOT_FOUND', text, { device: id });
      }
      const place = placeOf(device, plant.simulatorPort(id));
      const given = place.connection as { readonly host?: string; readonly port?: number };
      // What was dialled is known best; an endpoint may be written in many ways.
      const dialled = frames.at(-1)!.ends;
      const peer = { host: dialled?.remoteAddress ?? given.host, port: dialled?.remotePort ?? given.port };
      const { wirePort } = place.manifest;
      const port = ports === 'usual' && peer.port !== wirePort ? wirePort : undefined;
      const bytes = pcapng(frames, {
        application: `Nexus Edge ${info().version}`,
        name: id,
        peer,
        port,
        comment: port === undefined ? undefined : portNote(peer.port, port, device.manifest.title),
      });
      return { name: `${id}.pcapng`, frames: frames.length, base64: bytes.toString('base64') };
    },
  };
}

const portNote = (own: number | undefined, written: number, protocol: string): string =>
  `Port ${own ?? 'of its own'} of the device is written as ${written}, by which analysers know ${protocol}.`;

function stateOf({ traffic }: Plant, device: string): TrafficState {
  const ring = traffic.ring(device);
  return {
    device,
    recording: traffic.isRecording(device),
    on: traffic.isOn(device),
    frames: ring?.count ?? 0,
    bytes: ring?.bytes ?? 0,
    limitBytes: traffic.ringBytes,
    dropped: ring?.dropped ?? 0,
    missed: ring?.missed ?? 0,
  };
}

/** The last frames that are kept, then each as it comes; a reader who is slower than the wire misses the oldest. */
async function* watchFrames(
  plant: Plant,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<{ readonly state: TrafficState; readonly frames: FrameView[] }> {
  const { traffic } = plant;
  const { device } = plant.directory.device(id);
  const watch = traffic.watch(id);
  let wake = (): void => {};
  const subscription = traffic.changed.on((changed) => {
    if (changed === id) wake();
  });
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  try {
    const place = placeOf(device, plant.simulatorPort(id));
    const reader = new FrameReader(place.manifest, place.connection);
    let last = Math.max(0, watch.ring.last - SHOWN_FIRST);
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const frames = watch.ring.after(last, MOST_FRAMES);
      last = frames.at(-1)?.number ?? watch.ring.last;
      yield { state: stateOf(plant, id), frames: frames.map((frame) => frameView(reader.read(frame))) };
      if (watch.ring.last === last) await woken;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    subscription.dispose();
    await watch.dispose();
  }
}
