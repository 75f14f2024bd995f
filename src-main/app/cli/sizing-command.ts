import { sizePlant } from '../../../src-shared/domain/fleet-sizing.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { SizingCommand } from './sizing-options.ts';
import type { Terminal } from './terminal.ts';

const round = (value: number): string => (value < 10 ? value.toFixed(1) : Math.round(value).toString());

/** Prints what a plant of a size needs. */
export function runSizing({ plant, form }: SizingCommand, terminal: Terminal): number {
  const sizing = sizePlant(plant);
  if (form === 'json') {
    terminal.print(JSON.stringify(sizing, undefined, 2));
    return EXIT_CODES.done.code;
  }
  const { instances, perInstance: each, historyGiB: history } = sizing;
  const lines = [
    ['Load', `${round(sizing.pointsPerSecond)} points/s, ${sizing.busyConnections} connections busy at a time`],
    [
      'Gateways',
      instances.least === instances.most ? String(instances.least) : `${instances.least} to ${instances.most}`,
    ],
    ['Each of', `${each.devices} devices, ${each.tags} tags, ${round(each.pointsPerSecond)} points/s`],
    ['Takes', `${each.cores} cores, ${each.memoryMiB} MiB of memory, buffer.budget ${each.bufferMiB}MiB`],
    ['Broker', sizing.broker],
    [
      `History, ${plant.keepDays} days`,
      `${round(history.embedded)} GiB embedded; PostgreSQL ${round(history.database)} GiB, ${round(history.compressed)} GiB compressed`,
    ],
  ] as const;
  const width = Math.max(...lines.map(([name]) => name.length));
  for (const [name, text] of lines) terminal.print(`${name.padEnd(width)}  ${text}`);
  for (const note of sizing.notes) terminal.print(note);
  return EXIT_CODES.done.code;
}
