import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { AgentRunView, type DeployRunView, type DeployStep } from '../../../src-shared/contract/deploy-views.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DeployParts } from './deploy-parts.ts';
import { filesForTarget, packageFor, type Reasoned } from './package-of.ts';
import { preflight } from './preflight.ts';
import type { TargetLink } from './target-link.ts';

export type RunTarget = DeployRunView['targets'][number];

/** What is asked of one target. */
export type TargetTask =
  | {
      readonly kind: 'deploy';
      readonly revision: number;
      readonly probe: boolean;
      readonly overwrite: boolean;
    }
  | { readonly kind: 'rollback'; readonly deployment: number; readonly devices: readonly string[] | null };

const LOOK_EVERY_MS = 500;
/** Longer than a gateway takes to go back by itself. */
const SILENCE_MS = 60_000;

/** Tells how a target goes on. */
export type TellTarget = (
  change: Partial<RunTarget>,
  step?: { readonly step: DeployStep; readonly state: RunTarget['steps'][number]['state']; readonly text?: string },
) => void;

/**
 * Takes one target through all steps. Never rejects: how it ended is told.
 * @returns true when the target runs what it was to run.
 */
export async function deployToTarget(
  parts: DeployParts,
  link: TargetLink,
  task: TargetTask,
  about: Reasoned,
  tell: TellTarget,
  signal: AbortSignal,
): Promise<boolean> {
  let step: DeployStep = 'check';
  const begin = (next: DeployStep): void => {
    step = next;
    tell({}, { step, state: 'running' });
  };
  const done = (text = ''): void => tell({}, { step, state: 'done', text });
  try {
    signal.throwIfAborted();
    tell({ state: 'running', text: 'Checking.' });
    const started =
      task.kind === 'deploy'
        ? await push(parts, link, task, about, { begin, done })
        : await goBack(parts, link, task, about, { begin, done });
    const end = await watch(link, started, { begin, done, tell }, signal);
    const isDone = end.state === 'promoted';
    tell(
      {
        state: isDone ? 'done' : end.state === 'rolled-back' ? 'rolled-back' : 'failed',
        text: end.text,
        code: end.code,
        gate: end.gate,
      },
      { step, state: isDone ? 'done' : 'failed', text: end.text },
    );
    if (isDone) await link.ask();
    return isDone;
  } catch (error) {
    const { code, text } = signal.aborted
      ? new NexusError('NX_CANCELLED', 'It was called off before anything was changed.')
      : error instanceof z.ZodError
        ? new NexusError('NX_DEPLOY_UNREACHABLE', 'The gateway answered something else than was expected. Update it.')
        : toNexusError(error);
    tell({ state: signal.aborted ? 'cancelled' : 'failed', text, code }, { step, state: 'failed', text });
    return false;
  }
}

interface Steps {
  readonly begin: (step: DeployStep) => void;
  readonly done: (text?: string) => void;
}

async function push(
  parts: DeployParts,
  link: TargetLink,
  task: Extract<TargetTask, { kind: 'deploy' }>,
  about: Reasoned,
  { begin, done }: Steps,
): Promise<AgentRunView> {
  const { target, client } = link;
  begin('check');
  const { checks, bytes } = await preflight(parts, link, task.revision, false);
  const fault = checks.find(({ state, check }) => state === 'fault' && !(check === 'drift' && task.overwrite));
  if (fault)
    throw NexusError.fromShape({
      code: (fault.code ?? 'NX_DEPLOY_CHECKS') as 'NX_DEPLOY_CHECKS',
      message: fault.text,
      context: {},
    });
  const deployed = link.state!.deployed?.number ?? null;
  done();
  begin('upload');
  const files = await filesForTarget(parts.editor, target, task.revision);
  const sent = await packageFor(parts, target, files, { ...about, revision: task.revision });
  const { package: hash } = await client.ask('upload', sent, z.object({ package: z.string() }));
  done(`${files.size} files, ${bytes} bytes, ${sent.length} packed.`);
  begin('verify');
  done(`Signature and ${files.size} hashes are right.`);
  if (task.probe) {
    begin('probe');
    const found = await client.ask(
      'probe',
      { package: hash },
      z.array(z.object({ state: z.string(), text: z.string() })),
    );
    const failed = found.find(({ state }) => state === 'fault');
    if (failed) throw new NexusError('NX_DEPLOY_CHECKS', `The shadow run failed: ${failed.text} Nothing was changed.`);
    done(found.map(({ text }) => text).join(' '));
  }
  begin('apply');
  return await client.ask(
    'apply',
    { package: hash, limits: target.gate, base: deployed, overwrite: task.overwrite },
    AgentRunView,
  );
}

async function goBack(
  parts: DeployParts,
  link: TargetLink,
  task: Extract<TargetTask, { kind: 'rollback' }>,
  about: Reasoned,
  { begin, done }: Steps,
): Promise<AgentRunView> {
  begin('check');
  await link.ask();
  done();
  begin('apply');
  const { deployment, devices } = task;
  const asked = { deployment, devices, limits: link.target.gate, ...about, node: parts.name };
  return await link.client.ask('rollback', asked, AgentRunView);
}

const Status = z.object({ run: AgentRunView.nullable() });
const AFTER_APPLY: readonly AgentRunView['state'][] = ['gate', 'waiting', 'promoted', 'rolling-back', 'rolled-back'];

/** Looks on until the trial is over; confirms it as soon as its gate is met: that is what shows that we reach it. */
async function watch(
  { client, target }: TargetLink,
  started: AgentRunView,
  { begin, done, tell }: Steps & { readonly tell: TellTarget },
  signal: AbortSignal,
): Promise<AgentRunView> {
  let heardAt = performance.now();
  let at = 'apply' as DeployStep;
  let isAborted = false;
  const reach = (step: DeployStep): void => {
    if (at === step) return;
    done();
    at = step;
    begin(step);
  };
  for (let run = started; ; ) {
    tell({ text: run.text, gate: run.gate });
    if (AFTER_APPLY.includes(run.state) && at === 'apply') reach('gate');
    if (run.state === 'waiting') {
      reach('confirm');
      await client.ask('confirm', { run: run.id }, AgentRunView).catch(() => undefined);
    }
    if (run.state === 'promoted' && at !== 'confirm') reach('confirm');
    if (['promoted', 'rolled-back', 'failed'].includes(run.state)) return run;
    if (signal.aborted && !isAborted) {
      isAborted = true;
      await client.ask('abort', { run: run.id }, AgentRunView).catch(() => undefined);
    }
    await delay(LOOK_EVERY_MS);
    try {
      const heard = (await client.ask('status', {}, Status)).run;
      heardAt = performance.now();
      if (heard?.id === started.id) run = heard;
      else return await afterRestart({ client, target }, started);
    } catch (error) {
      if (performance.now() - heardAt > SILENCE_MS + target.gate.window_s * 1_000) throw error;
      const text = `${target.name} stopped answering after apply. It will roll back by itself if it cannot confirm health.`;
      tell({ text });
    }
  }
}

/** The gateway was started anew in the middle: it went back before anything ran, and says so in its list. */
async function afterRestart(
  { client, target }: Pick<TargetLink, 'client' | 'target'>,
  started: AgentRunView,
): Promise<AgentRunView> {
  const Deployments = z.object({
    deployments: z.array(
      z.object({ revision: z.number(), state: z.enum(['promoted', 'rolled-back']), text: z.string() }),
    ),
  });
  const { deployments } = await client.ask('state', {}, Deployments);
  const [last] = deployments;
  const text = last?.state === 'rolled-back' && last.text !== '' ? last.text : `${target.name} was started anew.`;
  const state = last?.state === 'promoted' && last.revision === started.revision ? 'promoted' : 'rolled-back';
  return { ...started, state, text, code: state === 'promoted' ? null : 'NX_DEPLOY_GATE', gate: null };
}
