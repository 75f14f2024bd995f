import { type ErrorShape, NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { BrowseQuestion } from '../drivers/browsed-node.ts';
import type { DetectionQuestion } from '../drivers/detection.ts';
import type { DriverManifest, DriverTag, ProbeStep } from '../drivers/driver.ts';
import type { ScanEvent } from '../drivers/scan.ts';
import type { Clock } from '../kernel/clock.ts';
import type { EnginePort, HostWork } from '../kernel/host-port.ts';
import { askMemory } from './ask-memory.ts';
import type { MemoryQuestion } from './memory-reader.ts';

/** A device to try or to ask; plain data, so that it crosses to a thread. */
export interface ProbeJob {
  readonly protocol: string;
  readonly connection: unknown;
  /** What is asked instead of trying it. */
  readonly inquiry?: Inquiry;
  readonly tags: readonly DriverTag[];
  /** A scan in the place of the test. */
  readonly scan?: { readonly id: string; readonly options: unknown } | undefined;
  /** `<project>/.nexus/drivers`, for what drivers keep. */
  readonly folder?: string | undefined;
}

/** A question with one answer: that of the method of this name of the protocol's manifest. */
export type Inquiry =
  | { readonly method: 'offers' }
  | { readonly method: 'browse'; readonly question: BrowseQuestion }
  | { readonly method: 'detect'; readonly question: DetectionQuestion }
  /** Over a connection of its own. */
  | { readonly method: 'look'; readonly question: MemoryQuestion }
  | { readonly method: 'memoryMap'; readonly named: readonly string[] };

/** What the thread of a connection test or a scan tells. Nothing comes after the end. */
export type FromProbe =
  | { readonly type: 'step'; readonly step: ProbeStep }
  | { readonly type: 'answer'; readonly answer: unknown }
  | { readonly type: 'scan'; readonly event: ScanEvent }
  | { readonly type: 'end'; readonly error?: ErrorShape };

/** The body of the thread of one connection test or scan: tells what the driver tells as it comes, then the end. */
export function probeWork(
  job: ProbeJob,
  engine: EnginePort,
  clock: Clock,
  findDriver: (protocol: string) => DriverManifest,
): HostWork {
  const stop = new AbortController();
  const tell = (message: FromProbe): void => engine.tell(message);
  const run = async (): Promise<void> => {
    const manifest = findDriver(job.protocol);
    const { inquiry } = job;
    if (inquiry) return tell({ type: 'answer', answer: await ask(inquiry, manifest, job, clock, stop.signal) });
    if (job.scan) {
      for await (const event of scanOf(manifest, job, clock, stop.signal)) tell({ type: 'scan', event });
      return;
    }
    if (!manifest.probe) throw new NexusError('NX_INTERNAL', `${manifest.title} has no connection test.`);
    const steps = manifest.probe(job.connection, job.tags, { clock, folder: job.folder }, stop.signal);
    for await (const step of steps) tell({ type: 'step', step });
  };
  const running = run().then(
    () => tell({ type: 'end' }),
    (error: unknown) => tell({ type: 'end', error: toNexusError(error).toShape() }),
  );
  return {
    stop: () => {
      stop.abort();
      return running;
    },
  };
}

async function ask(
  inquiry: Inquiry,
  manifest: DriverManifest,
  { connection, folder }: ProbeJob,
  clock: Clock,
  signal: AbortSignal,
): Promise<unknown> {
  const parts = { clock, folder };
  if (inquiry.method === 'look' || inquiry.method === 'memoryMap')
    return await askMemory(inquiry, manifest.create(connection, parts), clock, signal);
  const answer =
    inquiry.method === 'offers'
      ? manifest.offers?.(connection, parts, signal)
      : inquiry.method === 'browse'
        ? manifest.browse?.(connection, inquiry.question, parts, signal)
        : manifest.detect?.(connection, inquiry.question, parts, signal);
  if (!answer) throw new NexusError('NX_REQUEST_INVALID', `${manifest.title} has nothing to ask for here.`);
  return await answer;
}

function scanOf(
  manifest: DriverManifest,
  { scan, connection }: ProbeJob,
  clock: Clock,
  signal: AbortSignal,
): AsyncIterable<ScanEvent> {
  const found = manifest.scans?.find(({ id }) => id === scan!.id);
  if (!found) throw new NexusError('NX_INTERNAL', `${manifest.title} has no scan “${scan!.id}”.`);
  return found.run(connection, scan!.options, { clock }, signal);
}
