import { assertNever } from '../../src-shared/util/assert-never.ts';
import { systemClock } from '../kernel/clock.ts';
import type { EnginePort, HostWork } from '../kernel/host-port.ts';
import { folderDisk } from './log-disk.ts';
import { LogHost } from './log-host.ts';
import type { LogHostData, ToLogHost } from './log-messages.ts';
import { LogWriter } from './log-writer.ts';
import { BacklogGauge } from './space/backlog-gauge.ts';
import { SegmentCompressor } from './space/segment-compressor.ts';

const MIB = 1024 * 1024;
const DEFAULTS = {
  segmentBytes: 16 * MIB,
  queueBytes: 32 * MIB,
  budgetBytes: 2_048 * MIB,
  ballastBytes: 64 * MIB,
  whenFull: 'drop_oldest',
} as const satisfies Partial<LogHostData>;

/** Opens the log and writes what the engine tells; a damaged log never keeps it from starting. */
export function startLogHost(data: LogHostData, engine: EnginePort): Promise<HostWork> {
  const disk = folderDisk(data.folder);
  const { segmentBytes, queueBytes, ...room } = { ...DEFAULTS, ...data };
  const compressor = new SegmentCompressor(disk);
  try {
    compressor.clean();
  } catch (error) {
    engine.logger.warn('what was left of a copy of a segment could not be removed', { error: String(error) });
  }
  const writer = new LogWriter(disk, { segmentBytes, queueBytes, wallUs: () => systemClock.wallUs(), room });
  const host = new LogHost(writer, engine, systemClock, {
    compressor,
    gauge: new BacklogGauge(disk),
    wallUs: () => Date.now() * 1_000,
  });
  host.open();
  return Promise.resolve({ onTell: (message: ToLogHost) => receive(host, message), stop: () => host.stop() });
}

function receive(host: LogHost, message: ToLogHost): void {
  switch (message.type) {
    case 'append':
      return host.append(message.frames, message.points, message.isUrgent);
    case 'names':
      return host.names(message.devices, message.tags);
    case 'lost':
      return host.lost(message.gap);
    case 'places':
      return host.places(message.places);
    case 'trim':
      return host.trim(message.belowOrdinal);
    default:
      return assertNever(message);
  }
}
