import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineSurroundings } from '../app/engine.ts';

/**
 * Where things are, seen from an entry file. Entries stand two folders below the root both as sources and built, and
 * name their threads by their own suffix, so the same line serves both.
 *
 * @param entryUrl `import.meta.url` of the entry.
 */
export function surroundingsOf(entryUrl: string): EngineSurroundings {
  const root = new URL('../../', entryUrl);
  const suffix = extname(fileURLToPath(entryUrl));
  const host = (name: string): URL => new URL(`./${name}${suffix}`, entryUrl);
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  return {
    version,
    hosts: {
      acquisition: host('acquisition-host'),
      log: host('log-host'),
      historian: host('historian-host'),
      publisher: host('publisher-host'),
      broker: host('broker-host'),
      remote: host('remote-host'),
      explorer: host('explorer-host'),
      witness: host('witness-host'),
      simulator: host('simulator-host'),
      files: host('files-host'),
      probe: host('probe-host'),
    },
    pages: fileURLToPath(new URL('out/renderer/', root)),
    resources: new URL('resources/', root),
    demoDevices: fileURLToPath(new URL('resources/demo-plant/devices.yaml', root)),
  };
}
