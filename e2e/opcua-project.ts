import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { SecureOpcUaPeer } from '../src-main/testing/secure-opcua-peer.ts';
import { Service } from './workstation.ts';

/** The built service on a project with devices that are connected to an OPC UA server. @param names ids of the devices */
export async function startOpcUaProject(peer: SecureOpcUaPeer, names: readonly string[]): Promise<Service> {
  const service = await Service.make([]);
  mkdirSync(join(service.folder, 'devices'), { recursive: true });
  for (const id of names) {
    const connection = { endpoint: peer.url, allow_writes_unsecured: true };
    const device = { id, name: id, uns_prefix: `test/plant/${id}`, protocol: 'opcua', connection, tags: [] };
    writeFileSync(join(service.folder, 'devices', `${id}.yaml`), stringify(device));
  }
  writeFileSync(
    join(service.folder, 'nexus.yaml'),
    stringify({ project: { name: 'Test plant' }, access: { login: 'off' } }),
  );
  await service.start();
  return service;
}

/** The tags of a device as its file has them, without what only the gateway gives. */
export function tagsInFile(service: Service, device: string): readonly Readonly<Record<string, unknown>>[] {
  const file = parse(readFileSync(join(service.folder, 'devices', `${device}.yaml`), 'utf8')) as {
    readonly tags?: readonly Readonly<Record<string, unknown>>[];
  };
  return (file.tags ?? []).map(({ uid: _uid, ...tag }) => tag);
}
