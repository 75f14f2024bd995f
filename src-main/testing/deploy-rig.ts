import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployRunView, TargetView } from '../../src-shared/contract/deploy-views.ts';
import type { Lifetime } from '../kernel/lifetime.ts';
import { CommandProcess } from './command-process.ts';
import { freePort } from './free-port.ts';
import { givenProjectFolder, type ProjectFolder } from './project-folder.ts';
import { risingSimulator } from './rising-simulator.ts';
import { ServiceProcess } from './service-process.ts';

/** For tests: a service in a process of its own, asked over REST. */
export interface DeployPeer {
  readonly service: ServiceProcess;
  readonly folder: ProjectFolder;
  /** @throws with status and body where it is not 2xx. */
  ask<T>(method: string, path: string, body?: unknown): Promise<T>;
}

/** For tests: a workstation with devices on a real port and a headless gateway that is paired with it. */
export interface DeployRig {
  readonly workstation: DeployPeer;
  readonly gateway: DeployPeer;
  readonly target: TargetView;
  /** Of the peer that devices point to. */
  readonly devicePort: number;
  /** Deploys and waits for the end. */
  deploy(more?: object): Promise<DeployRunView>;
  start(more?: object): Promise<DeployRunView>;
  ended(run: string): Promise<DeployRunView>;
  /** Writes another host or poll interval into a device of the workstation and applies it. */
  change(device: string, patch: object): Promise<void>;
}

const deviceText = (id: string, port: number, addresses: readonly string[]): string => `id: ${id}
protocol: modbus-tcp
uns_prefix: acme/p/a/l/${id}
poll_interval: 200ms
connection: { host: 127.0.0.1, port: ${port}, request_timeout: 300ms }
tags:
${addresses.map((address, n) => `  - { id: t${n}, address: "${address}" }`).join('\n')}
`;

/** @param lifetime ends all of it. @param tls the gateway is asked over TLS. */
export async function deployRig(lifetime: Lifetime, { devices = 3, tags = 3, tls = false } = {}): Promise<DeployRig> {
  const { addresses, port: devicePort } = await risingSimulator(tags, lifetime);
  const files = Object.fromEntries(
    Array.from({ length: devices }, (_, n) => [`devices/d${n}.yaml`, deviceText(`d${n}`, devicePort, addresses)]),
  );
  const workstation = await peer(lifetime, 'Workspace', '', files);
  const accept = 'deploy: { accept: true, allow_simulated: true }\n';
  const secure = 'server: { tls: { loopback: true } }\n';
  const gateway = await peer(lifetime, 'Edge', tls ? accept + secure : accept);
  const pair = new CommandProcess(['deploy', 'pair', '--project', gateway.folder.path]);
  await pair.ended;
  const code = /code: (\S+)/.exec(pair.stdout)![1]!;
  const address = `${tls ? 'https' : 'http'}://127.0.0.1:${gateway.service.port}`;
  const added = await workstation.ask<TargetView>('POST', '/deploy/targets', { name: 'edge-1', address, code });
  const gate = { window_s: 6, good_tags: 0.98, poll_success: 0.9 };
  const target = await workstation.ask<TargetView>('PATCH', `/deploy/targets/${added.id}`, { gate });
  const start = (more: object = {}): Promise<DeployRunView> =>
    workstation.ask<DeployRunView>('POST', '/deploy/runs', { targets: [target.id], comment: 'Test', ...more });
  const ended = async (run: string): Promise<DeployRunView> => {
    for (;;) {
      const view = await workstation.ask<DeployRunView>('GET', `/deploy/runs/${run}`);
      if (view.state !== 'running') return view;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  return {
    ...{ workstation, gateway, target, devicePort, start, ended },
    deploy: async (more) => ended((await start(more)).id),
    change: async (device, patch) => {
      const { revision } = await workstation.ask<{ revision: number }>('GET', `/devices/${device}/config`);
      await workstation.ask('PATCH', `/devices/${device}`, { patch, base: revision, comment: 'Changed' });
    },
  };
}

/** What a gateway has of deploys on its disk. */
export async function pendingOf({ folder }: Pick<DeployPeer, 'folder'>): Promise<string | undefined> {
  return await readFile(join(folder.path, '.nexus/deploy/pending.json'), 'utf8').catch(() => undefined);
}

async function peer(
  lifetime: Lifetime,
  name: string,
  more: string,
  files: Readonly<Record<string, string>> = {},
): Promise<DeployPeer> {
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: ${name} }\naccess: { login: off }\nlog: { level: error }\n${more}`,
    ...files,
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start({ deadlineMs: 60_000 });
  return { service, folder, ask: (method, path, body) => ask(service.port, method, path, body) };
}

async function ask<T>(port: number, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // Tests act on what a service answers, as text.
  if (!response.ok) throw Object.assign(new TypeError(`${method} ${path}: ${response.status} ${text}`), { text });
  return JSON.parse(text) as T;
}
