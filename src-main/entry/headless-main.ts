#!/usr/bin/env node
import { runCommand } from '../app/run-command.ts';
import { surroundingsOf } from './surroundings.ts';

/** A stop that takes longer than this is stuck; everything accepted is on disk, so ending it loses nothing accepted. */
const DRAIN_DEADLINE_MS = 30_000;

function giveUp(): void {
  process.stderr.write(`The service did not stop within ${DRAIN_DEADLINE_MS / 1_000} s and was ended.\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** The engine as a program of plain Node: `nexus-edge`. */
const stopRequested = new Promise<void>((resolve) => {
  let asked = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // The second time means now. Not by process.exit, which would wait for every thread.
      if (asked) process.kill(process.pid, 'SIGKILL');
      asked = true;
      setTimeout(giveUp, DRAIN_DEADLINE_MS).unref();
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
