import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentRunView, DeployRunView, TargetView } from '../../../src-shared/contract/deploy-views.ts';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { askService, callService } from './call-service.ts';
import type { DeployCommand } from './deploy-options.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

const LOOK_EVERY_MS = 500;

/**
 * Deploys by a workstation that runs, asked at its project or its port.
 * @returns 1 where a target does not run what it was to run.
 */
export async function runDeploy(command: DeployCommand, terminal: Terminal): Promise<number> {
  const { place } = command;
  const ask = <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> =>
    askService<T>(place, { method, path: `/api/v1${path}`, body });
  const isJson = command.form === 'json';
  switch (command.kind) {
    case 'deploy-targets': {
      const { targets } = await ask<{ targets: TargetView[] }>('GET', '/deploy/targets');
      const views = await Promise.all(
        targets.map(({ id }) => ask<TargetView>('POST', `/deploy/targets/${id}/check`, {})),
      );
      if (isJson) terminal.print(JSON.stringify(views, undefined, 2));
      else for (const view of views) for (const line of targetLines(view)) terminal.print(line);
      return EXIT_CODES.done.code;
    }
    case 'deploy-status': {
      const runs = await ask<DeployRunView[]>('GET', '/deploy/runs');
      const { run } = await ask<{ run: AgentRunView | null }>('GET', '/deploy/agent');
      if (isJson) terminal.print(JSON.stringify({ runs, trial: run }, undefined, 2));
      else {
        for (const each of runs) for (const line of runLines(each)) terminal.print(line);
        if (run) terminal.print(`On trial here: revision ${run.revision}, ${run.state}. ${run.text}`);
        if (runs.length === 0 && !run) terminal.print('Nothing was deployed since the start.');
      }
      return EXIT_CODES.done.code;
    }
    case 'deploy-add': {
      const { name, address, code, devices = null } = command;
      const view = await ask<TargetView>('POST', '/deploy/targets', { name, address, code, devices });
      terminal.print(isJson ? JSON.stringify(view, undefined, 2) : `Paired with ${view.name}. Its key: ${view.key}.`);
      return EXIT_CODES.done.code;
    }
    case 'deploy-push': {
      const { comment, order, overwrite, revision } = command;
      const targets = await idsOf(ask, command.targets);
      const run = await ask<DeployRunView>('POST', '/deploy/runs', { targets, comment, order, overwrite, revision });
      return await follow(ask, run, isJson, terminal);
    }
    case 'deploy-rollback': {
      const [target] = await idsOf(ask, [command.target]);
      const { deployment, comment, devices = null } = command;
      const body = { deployment, comment, devices };
      return await follow(
        ask,
        await ask<DeployRunView>('POST', `/deploy/targets/${target}/rollback`, body),
        isJson,
        terminal,
      );
    }
    case 'deploy-pack': {
      const [target] = await idsOf(ask, [command.target]);
      const { comment, revision, out } = command;
      let job = await ask<JobView>('POST', '/deploy/packages', { target, comment, revision });
      for (; job.state === 'running'; job = await ask<JobView>('GET', `/jobs/${job.id}`)) await delay(LOOK_EVERY_MS);
      if (!job.result) throw new NexusError('NX_DEPLOY_PACKAGE', job.text);
      const { path, bytes } = await ask<{ path: string; bytes: number }>('POST', `/jobs/${job.id}/download`, {});
      await pipeline(await callService(place, { path }), createWriteStream(out, { mode: 0o600 }));
      terminal.print(
        `${out}: ${bytes} bytes for ${command.target}. Take it there and run: nexus-edge deploy apply ${out}`,
      );
      return EXIT_CODES.done.code;
    }
  }
}

type Ask = <T>(method: 'GET' | 'POST', path: string, body?: object) => Promise<T>;

async function idsOf(ask: Ask, names: readonly string[]): Promise<readonly string[]> {
  const { targets } = await ask<{ targets: TargetView[] }>('GET', '/deploy/targets');
  return names.map((name) => {
    const found = targets.find((target) => target.name === name || target.id === name);
    if (found) return found.id;
    const known = targets.map((target) => target.name).join(', ') || 'none';
    throw new NexusError('NX_NOT_FOUND', `There is no target “${name}”. Known are: ${known}.`);
  });
}

async function follow(ask: Ask, started: DeployRunView, isJson: boolean, terminal: Terminal): Promise<number> {
  const told = new Set<string>();
  let run = started;
  for (;;) {
    for (const line of isJson ? [] : runLines(run).slice(1)) {
      if (!told.has(line)) terminal.print(line.trim());
      told.add(line);
    }
    if (run.state !== 'running') break;
    await delay(LOOK_EVERY_MS);
    run = await ask<DeployRunView>('GET', `/deploy/runs/${run.id}`);
  }
  if (isJson) terminal.print(JSON.stringify(run, undefined, 2));
  return run.state === 'done' ? EXIT_CODES.done.code : EXIT_CODES.failed.code;
}

function targetLines({ name, address, runs, drift, health, agent, deployments }: TargetView): string[] {
  const what = runs ? `runs revision ${runs.revision} (${runs.comment})` : 'nothing deployed';
  return [
    `${name}  ${address}  ${what}; drift: ${drift.text}; ${agent.reason?.text ?? health.text}`,
    ...deployments
      .slice(0, 5)
      .map(
        ({ number, revision, state, author, comment, timeMs }) =>
          `  ${number}  revision ${revision}  ${state}  ${new Date(timeMs).toISOString()}  ${author}: ${comment}`,
      ),
  ];
}

function runLines({ kind, revision, state, author, comment, targets }: DeployRunView): string[] {
  return [
    `${kind} of revision ${revision}: ${state}. ${author}: ${comment}`,
    ...targets.map(({ name, state: each, text }) => `  ${name}: ${each}. ${text}`),
  ];
}
