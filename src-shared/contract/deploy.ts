import { z } from 'zod';
import { GateLimits } from '../domain/deploy-gate.ts';
import { AppliedView } from './config.ts';
import { event, method } from './define.ts';
import { AgentRunView, DeploymentView, DeployRunView, DriftItem, PreflightView, TargetView } from './deploy-views.ts';
import { JobView } from './jobs.ts';

const id = z.string().min(1).max(64);
const targets = z.array(id).min(1).max(200);
const devices = z.array(z.string().max(64)).max(10_000).nullable();
const revision = z.coerce.number().int().positive().optional();
const comment = z.string().trim().min(1, { error: 'Write one line about why. It appears in the audit log.' }).max(512);

const TargetList = z.object({
  /** Of the workspace. */
  revision: z.number(),
  targets: z.array(TargetView),
});

const AgentView = z.object({
  /** Off: this gateway takes no deploys (`deploy.accept`). */
  accepts: z.boolean(),
  name: z.string(),
  key: z.string(),
  pairing: z.object({ code: z.string(), endsMs: z.number() }).nullable(),
  workstations: z.array(z.object({ id: z.string(), name: z.string(), key: z.string(), pairedMs: z.number() })),
  run: AgentRunView.nullable(),
  deployments: z.array(DeploymentView),
});

/** Applied configurations moved to headless gateways, with proof and a way back. */
export const deploy = {
  targets: method({
    doc: 'The gateways that this workstation deploys to, with what was last heard of each.',
    permission: 'read',
    rest: { method: 'GET', path: '/deploy/targets' },
    input: z.object({}),
    output: TargetList,
  }),
  followTargets: event({
    doc: 'The same: at once, and whenever something of it changed. While somebody listens the gateways are asked every 5 s.',
    permission: 'read',
    payload: TargetList,
  }),
  addTarget: method({
    doc: 'Pairs with a gateway by the code that it shows (`nexus-edge deploy pair`), and keeps its key and certificate.',
    permission: 'deploy',
    confidential: true,
    rest: { method: 'POST', path: '/deploy/targets' },
    input: z.object({
      name: z.string().trim().min(1).max(64),
      address: z.string().trim().min(1).max(256),
      code: z.string().trim().min(8).max(16),
      devices: devices.default(null),
    }),
    output: TargetView,
  }),
  changeTarget: method({
    doc: 'Another name or address, other devices, other limits of the health gate.',
    permission: 'deploy',
    rest: { method: 'PATCH', path: '/deploy/targets/{target}' },
    input: z.object({
      target: id,
      name: z.string().trim().min(1).max(64).optional(),
      address: z.string().trim().min(1).max(256).optional(),
      devices: devices.optional(),
      gate: GateLimits.optional(),
    }),
    output: TargetView,
  }),
  removeTarget: method({
    doc: 'Forgets a gateway. What it runs goes on; it is told to forget this workstation where it answers.',
    permission: 'deploy',
    rest: { method: 'DELETE', path: '/deploy/targets/{target}' },
    input: z.object({ target: id }),
    output: z.object({}),
  }),
  checkTarget: method({
    doc: 'Asks a gateway now how it is and what it runs.',
    permission: 'read',
    rest: { method: 'POST', path: '/deploy/targets/{target}/check' },
    asksOnly: true,
    input: z.object({ target: id }),
    output: TargetView,
  }),
  preflight: method({
    doc: 'Everything that can be checked before a deploy, per target; nothing is changed. `probe`: devices that differ are read once from there.',
    permission: 'deploy',
    rest: { method: 'POST', path: '/deploy/preflight' },
    asksOnly: true,
    input: z.object({ targets, revision, probe: z.boolean().default(false) }),
    output: z.array(PreflightView),
  }),
  run: method({
    doc: 'Deploys a revision, as a job: upload, verify, apply, health gate. A target that does not meet its gate goes back by itself, and later targets are left out.',
    permission: 'deploy',
    rest: { method: 'POST', path: '/deploy/runs' },
    input: z.object({
      targets,
      revision,
      comment,
      order: z.enum(['one', 'canary', 'all']).default('one'),
      probe: z.boolean().default(false),
      /** What was changed at the gateway itself is replaced; otherwise such a target is refused. */
      overwrite: z.boolean().default(false),
    }),
    output: DeployRunView,
  }),
  runs: method({
    doc: 'The last fifty runs, newest first.',
    permission: 'read',
    rest: { method: 'GET', path: '/deploy/runs' },
    input: z.object({}),
    output: z.array(DeployRunView),
  }),
  getRun: method({
    doc: 'One run.',
    permission: 'read',
    rest: { method: 'GET', path: '/deploy/runs/{run}' },
    input: z.object({ run: id }),
    output: DeployRunView,
  }),
  followRuns: event({
    doc: 'The runs whenever something of them changed; once a second while a gate is open.',
    permission: 'read',
    payload: z.array(DeployRunView),
  }),
  cancel: method({
    doc: 'Ends a run: a target in its gate goes back, later ones are left out.',
    permission: 'deploy',
    rest: { method: 'POST', path: '/deploy/runs/{run}/cancel' },
    input: z.object({ run: id }),
    output: DeployRunView,
  }),
  rollback: method({
    doc: 'Takes a gateway back to one of its last 20 deployments, whole or some devices, through the same gate.',
    permission: 'deploy',
    rest: { method: 'POST', path: '/deploy/targets/{target}/rollback' },
    input: z.object({
      target: id,
      /** `number` of the deployment. */
      deployment: z.coerce.number().int().positive(),
      devices: devices.default(null),
      comment,
    }),
    output: DeployRunView,
  }),
  drift: method({
    doc: 'What was changed at the gateway itself, beside what was deployed and what the workspace has.',
    permission: 'read',
    rest: { method: 'GET', path: '/deploy/targets/{target}/drift' },
    input: z.object({ target: id }),
    output: z.array(DriftItem),
  }),
  takeTheirs: method({
    doc: 'Takes files as the gateway has them into the workspace, as a revision.',
    permission: 'configure',
    rest: { method: 'POST', path: '/deploy/targets/{target}/take' },
    input: z.object({ target: id, paths: z.array(z.string().max(256)).min(1).max(10_000), comment }),
    output: AppliedView,
  }),
  pack: method({
    doc: 'Writes the signed package of a revision for a target into a file, as a job: for gateways without a network.',
    permission: 'deploy',
    rest: { method: 'POST', path: '/deploy/packages' },
    input: z.object({ target: id, revision, comment }),
    output: JobView,
  }),
  agent: method({
    doc: 'This gateway as others deploy to it.',
    permission: 'read',
    rest: { method: 'GET', path: '/deploy/agent' },
    input: z.object({}),
    output: AgentView,
  }),
  pair: method({
    doc: 'Shows a code of eight characters for ten minutes, by which one workstation may pair with this gateway.',
    permission: 'trust',
    rest: { method: 'POST', path: '/deploy/agent/pair' },
    input: z.object({}),
    output: z.object({ code: z.string(), endsMs: z.number() }),
  }),
  unpair: method({
    doc: 'Forgets a workstation: it can deploy here no more.',
    permission: 'trust',
    rest: { method: 'DELETE', path: '/deploy/agent/workstations/{workstation}' },
    input: z.object({ workstation: id }),
    output: z.object({}),
  }),
  applyPackage: method({
    doc: 'Takes a package from a file that was sent to `/upload`: the same checks and the same gate.',
    permission: 'deploy',
    rest: { method: 'POST', path: '/deploy/agent/apply' },
    input: z.object({
      upload: z.string().max(64),
      /** Takes an older package than the last one. */
      rollback: z.boolean().default(false),
      overwrite: z.boolean().default(false),
    }),
    output: AgentRunView,
  }),
  abort: method({
    doc: 'Ends the gate that is open on this gateway: it goes back now.',
    permission: 'deploy',
    rest: { method: 'POST', path: '/deploy/agent/abort' },
    input: z.object({}),
    output: AgentRunView,
  }),
};
