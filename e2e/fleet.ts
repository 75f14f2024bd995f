import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lifetime } from '../src-main/kernel/lifetime.ts';
import { risingSimulator } from '../src-main/testing/rising-simulator.ts';
import { test as base, Service, Workstation } from './workstation.ts';

/** A workstation with devices on a real port, and headless gateways that nothing was deployed to yet. */
export interface Fleet {
  readonly workspace: Service;
  readonly gateways: readonly Service[];
  /** Asks a service over REST. @throws with status and body where it is not 2xx. */
  readonly ask: <T>(service: Service, method: string, path: string, body?: unknown) => Promise<T>;
}

const DEVICES = 12;

async function givenFleet(lifetime: Lifetime): Promise<Fleet> {
  const { addresses, port } = await risingSimulator(2, lifetime);
  const devices = Array.from({ length: DEVICES }, (_, n) => {
    const id = `pump-${n + 1}`;
    const tags = addresses.map((address, at) => `  - { id: t${at}, address: "${address}" }`).join('\n');
    const text = `id: ${id}
name: Pump-${n + 1}
protocol: modbus-tcp
uns_prefix: acme/plant/area/line/${id}
poll_interval: 500ms
connection: { host: 127.0.0.1, port: ${port}, request_timeout: 300ms }
tags:
${tags}
`;
    return [`devices/${id}.yaml`, text] as const;
  });
  const workspace = await given(lifetime, 'Workspace', '', devices);
  const accepting = 'deploy: { accept: true, allow_simulated: true }\n';
  const gateways = await Promise.all(['edge-pc-03', 'edge-pc-04'].map((name) => given(lifetime, name, accepting, [])));
  return { workspace, gateways, ask };
}

async function given(
  lifetime: Lifetime,
  name: string,
  more: string,
  files: readonly (readonly [path: string, text: string])[],
): Promise<Service> {
  const service = await Service.make([]);
  mkdirSync(join(service.folder, 'devices'), { recursive: true });
  const config = `project: { name: ${name} }\naccess: { login: off }\n${more}`;
  for (const [path, text] of [['nexus.yaml', config] as const, ...files])
    writeFileSync(join(service.folder, path), text);
  lifetime.defer(async () => {
    await service.end('SIGTERM');
    service.remove();
  });
  await service.start();
  return service;
}

async function ask<T>({ address }: Service, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${address}/api/v1${path}`, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new TypeError(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

export const test = base.extend<{ fleet: Fleet }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern
  fleet: async ({}, use) => {
    const lifetime = new Lifetime('fleet');
    await use(await givenFleet(lifetime));
    await lifetime.dispose();
  },
  workstation: async ({ page, fleet }, use) => {
    await use(new Workstation(page, fleet.workspace));
  },
});

export { expect } from './workstation.ts';
