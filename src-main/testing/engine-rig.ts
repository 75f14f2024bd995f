import { startEngine } from '../app/engine.ts';
import { drivers } from '../drivers/registry.ts';
import { surroundingsOf } from '../entry/surroundings.ts';
import type { Lifetime } from '../kernel/lifetime.ts';
import { freePort } from './free-port.ts';
import { givenProjectFolder } from './project-folder.ts';
import { connectSocket, type SocketClient } from './socket-client.ts';

const surroundings = surroundingsOf(new URL('../entry/headless-main.ts', import.meta.url).href);

/** A real engine in this process, and a window that is connected to it. */
export interface EngineRig {
  readonly rpc: SocketClient['rpc'];
  /** Where HTTP answers. */
  readonly port: number;
}

/** Starts an engine on a project of these device files. @param lifetime ends it. @param project its part of nexus.yaml */
export async function engineRig(
  devices: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[],
  lifetime: Lifetime,
  project = '{ name: Test }',
): Promise<EngineRig> {
  const port = await freePort();
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: ${project}\nserver: { port: ${port} }\nlog: { level: error }\naccess: { login: "off" }\n`,
    ...Object.fromEntries(devices.map((device) => [`devices/${device.id}.yaml`, JSON.stringify(device)])),
  });
  lifetime.defer(() => folder.remove());
  const engine = await startEngine({ ...surroundings, folder: folder.path, port, drivers });
  lifetime.defer(() => engine.stop());
  const client = await connectSocket(port);
  lifetime.defer(() => client.close());
  return { rpc: client.rpc, port };
}
