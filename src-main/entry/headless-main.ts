#!/usr/bin/env node
import { runCommand } from '../app/run-command.ts';
import { surroundingsOf } from './surroundings.ts';

/** The engine as a program of plain Node: `nexus-edge`. */
const stopRequested = new Promise<void>((resolve) => {
  let asked = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // The second time means now.
      if (asked) process.exit(1);
      asked = true;
      resolve();
    });
  }
});

process.exitCode = await runCommand(process.argv.slice(2), surroundingsOf(import.meta.url), {
  print: (text) => void process.stdout.write(`${text}\n`),
  printError: (text) => void process.stderr.write(`${text}\n`),
  opened: () => {},
  stopRequested,
});
