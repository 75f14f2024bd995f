import { z } from 'zod';
import { GATE_CHECKS, GateLimits } from '../domain/deploy-gate.ts';
import { ProjectDiffView } from './config.ts';
import { Reason } from './devices.ts';

/** In the order of a deploy; a rollback has those from `apply` on. */
export const DEPLOY_STEPS = ['check', 'upload', 'verify', 'probe', 'apply', 'gate', 'confirm'] as const;
export type DeployStep = (typeof DEPLOY_STEPS)[number];

/** A state of the configuration that a gateway was given, or gave itself back. */
export const DeploymentView = z.object({
  /** Counts up on the gateway. */
  number: z.number(),
  /** Of the workspace that it came from. */
  revision: z.number(),
  /** Of the gateway's own project. */
  targetRevision: z.number(),
  kind: z.enum(['deploy', 'rollback', 'file']),
  state: z.enum(['promoted', 'rolled-back']),
  author: z.string(),
  comment: z.string(),
  /** The computer it came from. */
  node: z.string(),
  timeMs: z.number(),
  devices: z.array(z.string()),
  /** Why it was rolled back; empty otherwise. */
  text: z.string(),
});
export type DeploymentView = z.output<typeof DeploymentView>;

export const GateView = z.object({
  lines: z.array(z.object({ check: z.enum(GATE_CHECKS), isMet: z.boolean(), seen: z.string(), limit: z.string() })),
  /** Until it goes back by itself. */
  secondsLeft: z.number(),
  isMet: z.boolean(),
});
export type GateView = z.output<typeof GateView>;

/** A change that a gateway is trying out, or the last one that it tried. */
export const AgentRunView = z.object({
  id: z.string(),
  kind: z.enum(['deploy', 'rollback', 'file']),
  state: z.enum(['applying', 'gate', 'waiting', 'promoted', 'rolling-back', 'rolled-back', 'failed']),
  revision: z.number(),
  text: z.string(),
  code: z.string().nullable(),
  gate: GateView.nullable(),
});
export type AgentRunView = z.output<typeof AgentRunView>;

/** What a gateway tells a workstation that is paired with it. */
export const AgentState = z.object({
  name: z.string(),
  version: z.string(),
  /** Highest form of packages that it takes. */
  format: z.number(),
  timeMs: z.number(),
  project: z.string(),
  revision: z.number(),
  /** What it runs of ours; null before the first deploy. */
  deployed: DeploymentView.nullable(),
  /** Path → SHA-256 of what it runs now. */
  files: z.record(z.string(), z.string()),
  /** The same as it was deployed. */
  deployedFiles: z.record(z.string(), z.string()),
  /** Who changed it last, where it is not as it was deployed. */
  lastChange: z.object({ author: z.string(), comment: z.string(), timeMs: z.number() }).nullable(),
  devices: z.object({ connected: z.number(), total: z.number() }),
  tags: z.object({ good: z.number(), total: z.number() }),
  freeBytes: z.number().nullable(),
  /** `deploy.allow_simulated`. */
  allowsSimulated: z.boolean(),
  run: AgentRunView.nullable(),
  deployments: z.array(DeploymentView),
});
export type AgentState = z.output<typeof AgentState>;

export const TargetView = z.object({
  id: z.string(),
  name: z.string(),
  /** `https://edge-pc-03:8480`. */
  address: z.string(),
  /** Devices of the workspace that it gets; null: all. */
  devices: z.array(z.string()).nullable(),
  gate: GateLimits,
  addedMs: z.number(),
  /** Fingerprint of its key, to compare by eye. */
  key: z.string(),
  agent: z.object({
    state: z.enum(['unknown', 'ok', 'lost', 'refused']),
    version: z.string().nullable(),
    reason: Reason.nullable(),
    /** When it last answered. */
    seenMs: z.number().nullable(),
  }),
  /** What it runs, as last heard. */
  runs: z.object({ revision: z.number(), timeMs: z.number(), author: z.string(), comment: z.string() }).nullable(),
  drift: z.object({
    /** `moved`: it was changed at the gateway itself. */
    kind: z.enum(['never', 'none', 'behind', 'moved', 'unknown']),
    /** Revisions of the workspace since. */
    behind: z.number(),
    /** As the table says it: `5 behind`. */
    text: z.string(),
  }),
  online: z.object({ connected: z.number(), total: z.number() }).nullable(),
  health: z.object({ state: z.enum(['ok', 'warning', 'lost', 'unknown']), text: z.string() }),
  deployments: z.array(DeploymentView),
  /** The run that it is part of now. */
  run: z.string().nullable(),
});
export type TargetView = z.output<typeof TargetView>;

export const PREFLIGHT_CHECKS = [
  'agent',
  'version',
  'disk',
  'clock',
  'faults',
  'secrets',
  'serial',
  'load',
  'simulators',
  'drift',
  'probe',
] as const;

export const PreflightView = z.object({
  target: z.string(),
  /** No check has a fault. */
  isReady: z.boolean(),
  checks: z.array(
    z.object({
      check: z.enum(PREFLIGHT_CHECKS),
      state: z.enum(['ok', 'warning', 'fault', 'skipped']),
      text: z.string(),
      code: z.string().nullable(),
    }),
  ),
  /** From what runs there to what would; null where that cannot be told. */
  diff: ProjectDiffView.nullable(),
  bytes: z.number(),
});
export type PreflightView = z.output<typeof PreflightView>;

export const RUN_STATES = ['waiting', 'running', 'done', 'rolled-back', 'failed', 'cancelled', 'skipped'] as const;

/** One deploy or rollback, to one or several targets. */
export const DeployRunView = z.object({
  id: z.string(),
  /** Its job in the list of jobs. */
  job: z.string(),
  kind: z.enum(['deploy', 'rollback']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  revision: z.number(),
  comment: z.string(),
  author: z.string(),
  order: z.enum(['one', 'canary', 'all']),
  startedMs: z.number(),
  endedMs: z.number().nullable(),
  targets: z.array(
    z.object({
      target: z.string(),
      name: z.string(),
      state: z.enum(RUN_STATES),
      steps: z.array(
        z.object({
          step: z.enum(DEPLOY_STEPS),
          state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
          text: z.string(),
        }),
      ),
      gate: GateView.nullable(),
      /** How it ended, or what goes on. */
      text: z.string(),
      code: z.string().nullable(),
    }),
  ),
});
export type DeployRunView = z.output<typeof DeployRunView>;

/** A file that is not the same in the three places; texts are YAML, null where it is not there. */
export const DriftItem = z.object({
  path: z.string(),
  /** Whose text differs from what was deployed. */
  changed: z.enum(['theirs', 'mine', 'both']),
  /** As it was deployed. */
  base: z.string().nullable(),
  mine: z.string().nullable(),
  theirs: z.string().nullable(),
});
export type DriftItem = z.output<typeof DriftItem>;
