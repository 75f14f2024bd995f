import { readFile } from 'node:fs/promises';
import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { allows } from '../../../src-shared/domain/access.ts';
import { GateLimits } from '../../../src-shared/domain/deploy-gate.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { keyWords } from '../../deploy/deploy-key.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { Call } from '../../rpc/call.ts';
import type { DeployAgent } from '../deploy/deploy-agent.ts';
import { packToFile } from '../deploy/pack-to-file.ts';
import { preflight } from '../deploy/preflight.ts';
import { takeTheirs } from '../deploy/take-theirs.ts';
import { targetDrift } from '../deploy/target-drift.ts';
import type { EngineParts } from '../engine-parts.ts';
import { jobOwner } from '../jobs/job-owner.ts';
import { appliedView } from './config-handlers.ts';

/** Deploys of this workstation to others, and of others to this gateway. */
export function deployHandlers({ deploy, editor, jobs, imports }: EngineParts): NexusHandlers<Call>['deploy'] {
  const { parts, targets, runs } = deploy;
  const agent = (): DeployAgent => {
    if (deploy.agent) return deploy.agent;
    throw new NexusError(
      'NX_DEPLOY_OFF',
      'This gateway takes no deploys. Set deploy.accept in nexus.yaml and start it again.',
    );
  };
  const openCode = async (): Promise<{ code: string; endsMs: number } | null> => {
    const open = await parts.pairing.current();
    return open ? { code: open.code, endsMs: open.endsMs } : null;
  };
  const current = (): number => editor.current.revision.number;
  return {
    targets: () => targets.view,
    followTargets: (_call, signal) => eventStream((listener) => targets.follow(listener), signal, targets.view),
    addTarget: (input) => targets.add(input),
    changeTarget: ({ target, ...change }) => targets.change(target, change as Parameters<typeof targets.change>[1]),
    removeTarget: async ({ target }) => {
      await targets.remove(target);
      return {};
    },
    checkTarget: ({ target }) => targets.check(target),
    preflight: ({ targets: ids, revision, probe }) =>
      Promise.all(ids.map((id) => preflight(parts, targets.link(id), revision ?? current(), probe))),
    run: ({ targets: ids, revision, comment, order, probe, overwrite }, call) => {
      const number = revision ?? current();
      const task = { kind: 'deploy', revision: number, probe, overwrite } as const;
      return runs.start({ targets: ids, task, revision: number, comment, order }, call.identity);
    },
    runs: () => runs.views,
    getRun: ({ run }) => runs.view(run),
    followRuns: (_call, signal) =>
      eventStream((listener) => runs.changed.on((views) => listener([...views])), signal, runs.views),
    cancel: ({ run }) => runs.cancel(run),
    rollback: ({ target, deployment, devices, comment }, call) => {
      const revision = targets.viewOf(target).deployments.find(({ number }) => number === deployment)?.revision ?? 0;
      const task = { kind: 'rollback', deployment, devices } as const;
      return runs.start({ targets: [target], task, revision, comment, order: 'one' }, call.identity);
    },
    drift: ({ target }) => targetDrift(parts, targets.link(target)),
    takeTheirs: async ({ target, paths, comment }, call) => {
      const edit = { author: `${call.via} ${call.session}`, comment };
      return appliedView(await takeTheirs(parts, targets.link(target), paths, edit));
    },
    pack: ({ target, revision, comment }, call) => {
      const about = { revision: revision ?? current(), author: call.identity.name, comment };
      return jobs.give(packToFile(parts, jobs, targets.link(target).target, about), jobOwner(call));
    },
    agent: async (_input, call) => ({
      accepts: deploy.agent !== undefined,
      name: parts.name,
      key: keyWords(parts.key.id),
      // Whoever reads the code may pair: that is for those who may trust others.
      pairing: allows(call.identity.roles, 'trust') ? await openCode() : null,
      workstations: parts.store.workstations.map(({ id, name, pairedMs }) => ({
        id,
        name,
        pairedMs,
        key: keyWords(id),
      })),
      run: deploy.agent?.run ?? null,
      deployments: (await deploy.agent?.state())?.deployments ?? [],
    }),
    pair: async () => {
      agent();
      const { code, endsMs } = await parts.pairing.open();
      return { code, endsMs };
    },
    unpair: async ({ workstation }) => {
      const known = parts.store.workstations.find(({ id }) => id === workstation);
      if (!known) throw new NexusError('NX_NOT_FOUND', `No workstation “${workstation}” is paired with this gateway.`);
      await parts.store.unpair(workstation);
      return {};
    },
    applyPackage: async ({ upload, rollback, overwrite }, call) => {
      const { hash } = agent().stage(await readFile(imports.pathOf(upload)));
      const limits = GateLimits.parse({});
      const request = { limits, overwrite, isRollback: rollback, kind: 'file', needsConfirmation: false } as const;
      return agent().apply(hash, request, call.identity);
    },
    abort: (_input, call) => agent().abort(undefined, call.identity.name),
  };
}
