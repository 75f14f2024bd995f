import { resolve } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { drivers, findDriver } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { CheckedDevice } from '../../project/check/check-device.ts';
import { loadProject, requireSound } from '../../project/load-project.ts';
import { readRecordedFile } from '../twins/read-recorded-file.ts';
import { freePort, readWaves, simulatorJob } from '../twins/simulator-job.ts';
import { type SimulatorCalls, simulatorWork } from '../twins/simulator-work.ts';
import { endpointOf } from '../twins/twin-place.ts';
import { chooseDevices } from './choose-devices.ts';
import type { Command } from './command-line.ts';
import type { Terminal } from './terminal.ts';

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
  const { twin } = command;
  const recorded = twin.history === undefined ? undefined : await readRecordedFile(resolve(twin.history));
  for (const id of twin.holes) requireTag(devices, id);
  const jobs = devices.map((device, index) => {
    const { port: own = 0 } = device.connection as { readonly port?: number };
    const port = command.port === undefined ? freePort(own) : command.port + index;
    return simulatorJob(device, waves, port, { ...twin, recorded: recorded?.get(device.id) });
  });
  const { stopRequested } = terminal;
  const work = simulatorWork(systemClock, findDriver);
  try {
    const start = work.calls!['start'] as (argument: SimulatorCalls['start']) => Promise<[id: string, port: number][]>;
    const ports = new Map(await start({ jobs }));
    for (const device of devices) {
      const { id, manifest, tags } = device;
      const endpoint = endpointOf(device, ports.get(id));
      terminal.print(`${id}  ${manifest.title}  ${endpoint}  ${tags.length} tags`);
    }
    const setFault = work.calls!['setFault'] as (argument: SimulatorCalls['setFault']) => Promise<void>;
    if (twin.fault) for (const { id } of devices) await setFault({ id, fault: twin.fault });
    terminal.print(`${devices.length} simulated. Ctrl+C ends it.`);
    await stopRequested;
  } finally {
    await work.stop();
  }
  return 0;
}

/** @throws NexusError NX_NOT_FOUND where no device has such a tag. */
function requireTag(devices: readonly CheckedDevice[], id: string): void {
  if (devices.some(({ tags }) => tags.some((tag) => tag.id === id))) return;
  throw new NexusError('NX_NOT_FOUND', `None of these devices has a tag “${id}”, so that it cannot be a hole.`, {
    tag: id,
  });
}
