import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineSurroundings } from '../app/engine.ts';
import { runCommand } from '../app/run-command.ts';

/*
 * The engine as a program of plain Node: `nexus-edge`. Runs from the built files and from the sources alike: both
 * stand two folders below the root.
 */
const root = new URL('../../', import.meta.url);
const suffix = extname(fileURLToPath(import.meta.url));
const host = (name: string): URL => new URL(`./${name}${suffix}`, import.meta.url);

const surroundings: EngineSurroundings = {
  version: (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }).version,
  hosts: {
    acquisition: host('acquisition-host'),
    log: host('log-host'),
    historian: host('historian-host'),
    simulator: host('simulator-host'),
  },
  pages: fileURLToPath(new URL('out/renderer/', root)),
  resources: new URL('resources/', root),
  demoDevices: fileURLToPath(new URL('resources/demo-plant/devices.yaml', root)),
};

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

process.exitCode = await runCommand(process.argv.slice(2), surroundings, {
  print: (text) => void process.stdout.write(`${text}\n`),
  printError: (text) => void process.stderr.write(`${text}\n`),
  stopRequested,
});
