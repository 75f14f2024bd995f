/** What is known of a plant before there is one. */
export interface SizingInput {
  readonly devices: number;
  readonly tags: number;
  /** How often a tag is polled, ms. */
  readonly intervalMs: number;
  /** How long one device takes to answer all of a poll, ms; 50 unless it was measured. */
  readonly pollMs: number;
  /** Of the points that are polled, the share that is stored and published after deadbands, 0–1. */
  readonly storedShare: number;
  /** Days that raw values are kept. */
  readonly keepDays: number;
  /** How long an outage of broker or database is to be bridged, hours. */
  readonly bridgeHours: number;
}

export interface Sizing {
  readonly pointsPerSecond: number;
  readonly storedPerSecond: number;
  /** Connections that are busy at any moment, with half as many again as room. */
  readonly busyConnections: number;
  readonly instances: { readonly least: number; readonly most: number };
  readonly perInstance: {
    readonly devices: number;
    readonly tags: number;
    readonly pointsPerSecond: number;
    readonly cores: number;
    readonly memoryMiB: number;
    /** `buffer.budget` for the outage that is to be bridged. */
    readonly bufferMiB: number;
  };
  readonly broker: 'one' | 'cluster of 3' | 'regional clusters';
  /** Of raw values over the days that they are kept, GiB: in the embedded historian, in PostgreSQL, and compressed there. */
  readonly historyGiB: { readonly embedded: number; readonly database: number; readonly compressed: number };
  /** What does not fit together, a sentence each. */
  readonly notes: readonly string[];
}

const HEADROOM = 1.5;
/** One gateway of ours is measured for so many points a second (SPEC J, P1000) … */
const POINTS_PER_INSTANCE = 41_000;
/** … and the guard `acquisition.max_devices` stands at so many devices unless it is raised. */
const DEVICES_PER_INSTANCE = 2_000;
/** CPU-seconds per million values: polling, publishing and storing (SPEC J). */
const CPU_S_PER_MILLION = { polling: 1.0, sinks: 11.0 };
/** RSS of the process tree: at rest, and what a device and a tag add (SPEC J: 450 MB at P1000 with 1,000 devices and 41,000 tags). */
const MEMORY_MIB = { base: 130, device: 0.1, tag: 0.005 };
/** A point in the log, raw (reliability reference, row 4), with its segment's share. */
const LOG_BYTES = 25;
/** A stored point: embedded historian ≤ 12, a row of PostgreSQL with its index, a compressed row ≤ 15 (SPEC J). */
const STORED_BYTES = { embedded: 12, database: 110, compressed: 15 };
const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const DAY_S = 86_400;

/** How many gateways plants of a size have (vision, scaling guidelines): up to this many devices, from … to …. */
const GUIDELINE: readonly (readonly [devices: number, least: number, most: number])[] = [
  [100, 1, 1],
  [500, 2, 5],
  [2_000, 5, 20],
  [10_000, 20, 100],
];

/**
 * What a plant needs: how many gateways, what each takes, and what history takes. Workers needed = devices × (poll time
 * ÷ interval), and half as many again (vision, key formula): here as busy connections, because a connection that waits
 * costs no thread. Figures of one gateway are the product's own (SPEC J), not the vision's.
 */
export function sizePlant(input: SizingInput): Sizing {
  const { devices, tags, intervalMs, pollMs, storedShare, keepDays, bridgeHours } = input;
  const pointsPerSecond = tags / (intervalMs / 1_000);
  const storedPerSecond = pointsPerSecond * storedShare;
  const busyConnections = Math.ceil(devices * (pollMs / intervalMs) * HEADROOM);
  const least = Math.max(
    1,
    Math.ceil(pointsPerSecond / POINTS_PER_INSTANCE),
    Math.ceil(devices / DEVICES_PER_INSTANCE),
  );
  const [, advised, most] = GUIDELINE.find(([upTo]) => devices <= upTo) ?? [
    0,
    Math.ceil(devices / 500),
    Math.ceil(devices / 100),
  ];
  const instances = { least, most: Math.max(least, most) };
  const shared = Math.max(least, advised);
  const each = {
    devices: Math.ceil(devices / shared),
    tags: Math.ceil(tags / shared),
    pointsPerSecond: pointsPerSecond / shared,
  };
  const stored = storedPerSecond / shared;
  const busy = (each.pointsPerSecond * CPU_S_PER_MILLION.polling + stored * CPU_S_PER_MILLION.sinks) / 1e6;
  const keptPoints = storedPerSecond * DAY_S * keepDays;
  return {
    pointsPerSecond,
    storedPerSecond,
    busyConnections,
    instances: { ...instances, least: shared },
    perInstance: {
      ...each,
      cores: Math.max(0.25, Math.ceil(busy * HEADROOM * 4) / 4),
      memoryMiB: Math.ceil(MEMORY_MIB.base + each.devices * MEMORY_MIB.device + each.tags * MEMORY_MIB.tag),
      bufferMiB: Math.max(64, Math.ceil((stored * bridgeHours * 3_600 * LOG_BYTES) / MIB)),
    },
    broker: devices <= 500 ? 'one' : devices <= 2_000 ? 'cluster of 3' : 'regional clusters',
    historyGiB: {
      embedded: (keptPoints * STORED_BYTES.embedded) / GIB,
      database: (keptPoints * STORED_BYTES.database) / GIB,
      compressed: (keptPoints * STORED_BYTES.compressed) / GIB,
    },
    notes: notesOf(input, shared),
  };
}

function notesOf({ devices, tags, intervalMs, pollMs }: SizingInput, instances: number): string[] {
  const notes: string[] = [];
  if (pollMs > intervalMs)
    notes.push(
      `A poll takes ${pollMs} ms and is due every ${intervalMs} ms: polls will be skipped. Poll less often, or split the devices.`,
    );
  if (devices > 0 && tags / devices > 20_000)
    notes.push(`${Math.round(tags / devices)} tags a device: one has 20 000 at most.`);
  if (instances > 1)
    notes.push('Share devices by line, network or protocol, so that what fails together stands together.');
  return notes;
}
