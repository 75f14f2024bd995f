import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LibmodbusPeer } from '../../src-main/drivers/modbus/libmodbus-peer.ts';
import type { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { STATE_FOLDER } from '../../src-main/project/project-layout.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { MosquittoProcess } from '../../src-main/testing/mosquitto-process.ts';
import { givenProjectFolder } from '../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../src-main/testing/service-process.ts';

export const DEVICE = 'boiler-1';
export const TAG = 'setpoint';
/** Of the register behind the tag, on the wire. */
export const REGISTER = 10;
const PREFIX = `acme/plant1/${DEVICE}`;

/** A libmodbus server as device, a mosquitto as broker, and the real service that takes commands. */
export interface CommandBench {
  readonly service: ServiceProcess;
  readonly peer: LibmodbusPeer;
  readonly brokerUrl: string;
  /** Requests of the journal whose id begins so, with an entry each. */
  readonly journalled: (prefix: string) => number;
}

export async function startCommandBench(lifetime: Lifetime): Promise<CommandBench> {
  const peer = lifetime.add(await LibmodbusPeer.start([]));
  const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Commands }
access: { login: off }
log: { level: error }
mqtt: { enabled: true, url: "${broker.url}", commands: { enabled: true } }
`,
    [`devices/${DEVICE}.yaml`]: `id: ${DEVICE}
protocol: modbus-tcp
uns_prefix: ${PREFIX}
poll_interval: 200ms
connection: { host: 127.0.0.1, port: ${peer.port}, unit_id: ${peer.unit}, request_timeout: 5s }
tags:
  - { id: ${TAG}, address: "HR${REGISTER}:int16", access: read_write, write_limits: { min: 0, max: 3000 } }
`,
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  const journal = join(folder.path, STATE_FOLDER, 'journal');
  const journalled = (prefix: string): number => {
    const files = readdirSync(journal).filter((name) => name.endsWith('.jsonl'));
    const text = files.map((name) => readFileSync(join(journal, name), 'utf8')).join('\n');
    const ids = [...text.matchAll(/"request_id":"([^"]+)"/g)].map(([, id]) => id!);
    return new Set(ids.filter((id) => id.startsWith(prefix))).size;
  };
  return { service, peer, brokerUrl: broker.url, journalled };
}
