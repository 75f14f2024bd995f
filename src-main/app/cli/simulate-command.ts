import { resolve } from 'node:path';
import { drivers, findDriver } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import { loadProject, requireSound } from '../../project/load-project.ts';
import { connectionOf } from '../device-job.ts';
import { readWaves, simulatorJob } from '../simulator-job.ts';
import { type SimulatorCalls, simulatorWork } from '../simulator-work.ts';
import { chooseDevices } from './choose-devices.ts';
import type { Command } from './command-line.ts';
import type { Terminal } from './terminal.ts';

/** Below it a port needs privileges that a twin should not have: 502 becomes 15502. */
const FIRST_FREE_PORT = 1_024;
const RAISED_BY = 15_000;

/**
 * Plays the devices of a project on loopback until it is stopped: no engine, no lock, and the project is only read. So
 * another program, or the project's own service, can be tried against them.
 *
 * @param resources the folder that holds `demo-plant/`.
 */
export async function runSimulate(
  command: Extract<Command, { kind: 'simulate' }>,
  resources: URL,
  terminal: Terminal,
): Promise<number> {
  const project = requireSound(await loadProject(resolve(command.project), drivers));
  const enabled = project.devices.filter((device) => device.enabled);
  const devices = chooseDevices(command.devices ? project.devices : enabled, command.devices);
  const waves = await readWaves(resources);
  const jobs = devices.map((device, index) => {
    const { port: own = 0 } = device.connection as { readonly port?: number };
    const free = own > 0 && own < FIRST_FREE_PORT ? own + RAISED_BY : own;
    return simulatorJob(device, waves, command.port === undefined ? free : command.port + index);
  });
  const { stopRequested } = terminal;
  const work = simulatorWork(systemClock, findDriver);
  try {
    const start = work.calls!['start'] as (argument: SimulatorCalls['start']) => Promise<[id: string, port: number][]>;
    const ports = new Map(await start({ jobs }));
    for (const { id, manifest, connection, tags } of devices) {
      const endpoint = manifest.endpoint(connectionOf(connection, ports.get(id)));
      terminal.print(`${id}  ${manifest.title}  ${endpoint}  ${tags.length} tags`);
    }
    terminal.print(`${devices.length} simulated. Ctrl+C ends it.`);
    await stopRequested;
  } finally {
    await work.stop();
  }
  return 0;
}
