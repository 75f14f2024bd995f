import { resolve } from 'node:path';
import { drivers } from '../../drivers/registry.ts';
import { addDemoWatches, watchTables } from '../../project/documents/watch-tables.ts';
import { importDevices } from '../../project/import-devices.ts';
import { type EngineSurroundings, startEngine } from '../engine.ts';
import { serviceReport } from '../service/service-report.ts';
import type { Command } from './command-line.ts';
import { makeWhereNone } from './make-project.ts';
import { announce, type Terminal } from './terminal.ts';

/** Runs the engine until it is asked to stop, then lets it drain. */
export async function runService(
  command: Extract<Command, { kind: 'service' }>,
  surroundings: EngineSurroundings,
  terminal: Terminal,
): Promise<number> {
  // From here on a signal is a request: one that comes during the start stops the engine in order.
  const { stopRequested } = terminal;
  const report = serviceReport((text) => announce(terminal, text));
  const folder = resolve(command.project);
  let fillPast = false;
  if (command.demo === 'make') {
    fillPast = await makeWhereNone(folder, { name: 'Demo plant', mode: 'demo', login: 'off' });
    if (fillPast) {
      await importDevices(surroundings.demoDevices, folder, drivers);
      await addDemoWatches(surroundings.demoDevices, watchTables(folder));
    }
  }
  const engine = await startEngine({
    folder,
    port: command.port,
    drivers,
    fillPast,
    onFaults: command.onFaults,
    ...surroundings,
  });
  try {
    if (engine.loginIsOff) announce(terminal, 'Login is off: whoever uses this computer may open the workstation.');
    if (engine.setupCode !== undefined)
      announce(
        terminal,
        `There is no administrator yet. Open the address below and enter this set-up code within 15 minutes: ${engine.setupCode}`,
      );
    announce(
      terminal,
      engine.address
        ? `Workstation: ${engine.address}`
        : 'No HTTP: start with --port N to open the workstation on loopback.',
    );
    const { listener } = engine;
    if (listener?.refused) announce(terminal, `Not listening on the network: ${listener.refused}`);
    if (listener?.fingerprint) announce(terminal, `Certificate (SHA-256): ${listener.fingerprint}`);
    terminal.opened(engine.address, engine);
    await report.ready(engine);
    await stopRequested;
    void report.stopping();
    announce(terminal, 'Stopping: polls end, then log and sinks take what is on its way. Ask again to end at once.');
  } finally {
    void report.dispose();
    await engine.stop();
  }
  return 0;
}
