import { z } from 'zod';

/** How much a change deserves a look: `severe` changes what the plant is told or what can be written. */
export const CHANGE_SEVERITIES = ['plain', 'caution', 'severe'] as const;
export type ChangeSeverity = (typeof CHANGE_SEVERITIES)[number];

/** One thing that differs between two states of a project, in words, with what follows from it. */
export const ProjectChange = z.object({
  /** Unique within one comparison. */
  key: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  /** Its id after the change, or before it where it goes; null: a setting of `nexus.yaml`. */
  device: z.string().nullable(),
  deviceName: z.string(),
  /** Null: the device itself, or a setting. */
  tag: z.string().nullable(),
  /** `poll_interval`, `connection.port`; empty for a device or tag as a whole. */
  path: z.string(),
  /** What people call it: `Poll interval`, `Connection › Port`. */
  what: z.string(),
  /** Empty where there was none. */
  before: z.string(),
  after: z.string(),
  severity: z.enum(CHANGE_SEVERITIES),
  /** What follows from it, a sentence each. */
  effects: z.array(z.string()),
});
export type ProjectChange = z.output<typeof ProjectChange>;

/** More changes than a person reads; the rest is counted. */
export const MAX_CHANGES = 5_000;

/** The text of a file of the project on both sides; null where it is not there. */
export const FileText = z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() });
export type FileText = z.output<typeof FileText>;

/** What differs between two states of a project. */
export const ProjectChanges = z.object({
  changes: z.array(ProjectChange).max(MAX_CHANGES),
  /** With those beyond `MAX_CHANGES`. */
  total: z.number(),
  severe: z.number(),
  cautions: z.number(),
  devices: z.number(),
});
export type ProjectChanges = z.output<typeof ProjectChanges>;
