#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { runCommand } from '../app/run-command.ts';
import { stopSignals } from './stop-signals.ts';
import { surroundingsOf } from './surroundings.ts';

// Each thread has a heap of its own, whose nursery would grow to 48 MB before it is ever collected, and whose rest to four times
// what is in use: with six threads that is most of the memory of the service. Threads started from here on keep to 2 MB a
// space; all keep their nursery small and let the rest grow by 40 % between collections (docs/benchmarks.md, ready and p1000).
setFlagsFromString('--max-semi-space-size=2');
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=40');

/** The engine as a program of plain Node: `nexus-edge`. */

// Who read the output may be gone; that ends no service.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

let stopRequested: Promise<void> | undefined;

process.exitCode = await runCommand(process.argv.slice(2), surroundingsOf(import.meta.url), {
  print: (text) => void process.stdout.write(`${text}\n`),
  printError: (text) => void process.stderr.write(`${text}\n`),
  // Between lines of JSON only lines of JSON, so that what collects them can read every one.
  announce: (text) => {
    const line = { level: 'info', time: new Date().toISOString(), msg: text };
    process.stdout.write(`${process.stdout.isTTY ? text : JSON.stringify(line)}\n`);
  },
  opened: () => {},
  // Signals are taken over when a command asks for it; until then they end the process as they always do.
  get stopRequested() {
    return (stopRequested ??= stopSignals());
  },
});
