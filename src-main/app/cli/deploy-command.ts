import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentRunView, DeployRunView, TargetView } from '../../../src-shared/contract/deploy-views.ts';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import type { ErrorCode } from '../../../src-shared/errors/error-codes.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DeployCommand } from './deploy-options.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

const LOOK_EVERY_MS = 500;
const DEADLINE_MS = 30_000;

/**
 * Deploys by a workstation that runs. Where it asks for a login, an API key is taken from the environment (`NEXUS_TOKEN`).
 * @returns 1 where a target does not run what it was to run.
 */
export async function runDeploy(command: DeployCommand, terminal: Terminal): Promise<number> {
  const ask = <T>(method: string, path: string, body?: object): Promise<T> => send<T>(command.port, method, path, body);
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
      const file = await fetch(`http://127.0.0.1:${command.port}${path}`);
      await writeFile(out, Buffer.from(await file.arrayBuffer()), { mode: 0o600 });
      terminal.print(
        `${out}: ${bytes} bytes for ${command.target}. Take it there and run: nexus-edge deploy apply ${out}`,
      );
      return EXIT_CODES.done.code;
    }
  }
}

type Ask = <T>(method: string, path: string, body?: object) => Promise<T>;

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

async function send<T>(port: number, method: string, path: string, body: object | undefined): Promise<T> {
  const token = process.env['NEXUS_TOKEN'];
  const headers = {
    ...(body && { 'content-type': 'application/json' }),
    ...(token && { authorization: `Bearer ${token}` }),
  };
  const options = {
    method,
    headers,
    signal: AbortSignal.timeout(DEADLINE_MS),
    ...(body && { body: JSON.stringify(body) }),
  };
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, options).catch((cause: unknown) => {
    const text = `No workstation answers on 127.0.0.1:${port}. Check that it runs and that it was started with --port ${port}.`;
    throw new NexusError('NX_NET_REFUSED', text, { port }, { cause });
  });
  const answer = (await response.json()) as { readonly title?: ErrorCode; readonly detail?: string };
  if (response.ok) return answer as T;
  if (response.status === 401) {
    const text = 'This workstation asks for a login. Put an API key into the environment variable NEXUS_TOKEN.';
    throw new NexusError('NX_ACCESS_UNAUTHENTICATED', text);
  }
  throw new NexusError(answer.title ?? 'NX_REQUEST_INVALID', answer.detail ?? `It answered ${response.status}.`);
}
