import { z } from 'zod';
import { PARTITION_KEYS } from '../domain/fleet-partition.ts';
import { Id } from '../domain/tag.ts';
import { method } from './define.ts';

const Share = z.object({
  values: z.array(z.string()),
  devices: z.number(),
  tags: z.number(),
  pointsPerSecond: z.number(),
});

/** A device that was changed here and in the store. */
export const FleetConflict = z.object({
  device: z.string(),
  /** What happened on either side. */
  here: z.enum(['changed', 'removed', 'new']),
  there: z.enum(['changed', 'removed', 'elsewhere']),
  /** Who changed it there, and when (µs since 1970 UTC). */
  by: z.string(),
  atUs: z.number(),
});
export type FleetConflict = z.output<typeof FleetConflict>;

export const FleetStatus = z.object({
  state: z.enum(['off', 'connecting', 'connected', 'offline']),
  /** Why it is offline, and what to do. */
  reason: z.string().nullable(),
  instance: z.string(),
  partition: z.object({ by: z.enum(PARTITION_KEYS), values: z.array(z.string()) }),
  /** Devices that this gateway takes from the store. */
  devices: z.number(),
  /** Devices taken and told since the start. */
  pulled: z.number(),
  pushed: z.number(),
  conflicts: z.array(FleetConflict),
  /** Devices of the store that are not taken as they stand there, and why. */
  refused: z.array(z.object({ device: z.string(), problem: z.string() })),
  /** µs since 1970 UTC; null before the first time. */
  inStepUs: z.number().nullable(),
});
export type FleetStatus = z.output<typeof FleetStatus>;

export const FleetInstance = z.object({
  name: z.string(),
  version: z.string(),
  revision: z.number(),
  devices: z.number(),
  tags: z.number(),
  seenUs: z.number(),
});
export type FleetInstance = z.output<typeof FleetInstance>;

const whole = (title: string, most: number) => z.coerce.number().int().min(1).max(most).meta({ title });

export const SizingQuestion = z.object({
  devices: whole('Devices', 100_000),
  tags: whole('Tags', 10_000_000),
  intervalMs: whole('Poll interval, ms', 86_400_000),
  pollMs: whole('Time of a poll, ms', 600_000).default(50),
  storedShare: z.coerce.number().min(0).max(1).default(1).meta({ title: 'Share that is stored' }),
  keepDays: whole('Days of raw values', 36_500).default(30),
  bridgeHours: z.coerce.number().min(0).max(8_760).default(1).meta({ title: 'Outage to bridge, h' }),
});

export const SizingAnswer = z.object({
  pointsPerSecond: z.number(),
  storedPerSecond: z.number(),
  busyConnections: z.number(),
  instances: z.object({ least: z.number(), most: z.number() }),
  perInstance: z.object({
    devices: z.number(),
    tags: z.number(),
    pointsPerSecond: z.number(),
    cores: z.number(),
    memoryMiB: z.number(),
    bufferMiB: z.number(),
  }),
  broker: z.enum(['one', 'cluster of 3', 'regional clusters']),
  historyGiB: z.object({ embedded: z.number(), database: z.number(), compressed: z.number() }),
  notes: z.array(z.string()),
});
export type SizingAnswer = z.output<typeof SizingAnswer>;

export const fleet = {
  status: method({
    doc: 'How this gateway stands with the configuration store that it shares with others.',
    permission: 'read',
    rest: { method: 'GET', path: '/fleet' },
    input: z.object({}),
    output: FleetStatus,
  }),
  instances: method({
    doc: 'The gateways that share the store, and when each was last seen there.',
    permission: 'read',
    rest: { method: 'GET', path: '/fleet/instances' },
    input: z.object({}),
    output: z.array(FleetInstance),
  }),
  resolve: method({
    doc: 'Ends a conflict: the device stays as it is in the store, or as it is here.',
    permission: 'configure',
    rest: { method: 'POST', path: '/fleet/conflicts/{device}' },
    input: z.object({ device: Id, keep: z.enum(['there', 'here']) }),
    output: FleetStatus,
  }),
  assign: method({
    doc: 'Assigns devices of the store to a gateway by its name; null: to none. Whoever runs them lets go, and the other begins.',
    permission: 'configure',
    rest: { method: 'POST', path: '/fleet/assignments' },
    input: z.object({ devices: z.array(Id).min(1).max(1_000), instance: z.string().min(1).max(64).nullable() }),
    output: z.object({ assigned: z.number() }),
  }),
  plan: method({
    doc: 'Shares the devices of this project over so many gateways, by line, network, protocol …, the load as even as groups allow. Changes nothing.',
    permission: 'read',
    rest: { method: 'GET', path: '/fleet/plan' },
    input: z.object({ by: z.enum(PARTITION_KEYS).default('line'), instances: whole('Gateways', 100).default(2) }),
    output: z.array(Share),
  }),
  sizing: method({
    doc: 'What a plant of a size needs: gateways, processors, memory, buffer, broker, history. Changes nothing.',
    permission: 'read',
    rest: { method: 'GET', path: '/sizing' },
    input: SizingQuestion,
    output: SizingAnswer,
  }),
};
