import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

/** Where the fuses of a binary begin, and one byte for each: '1' on, '0' off (Electron's documentation, Fuses). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES_OF_ELECTRON = '10110010';

/**
 * A folder in the form of Electron's download: enough for electron-builder to make packages from, and with fuses that it
 * can flip. Its program does nothing: it proves what is in a package, not that a package runs.
 */
export async function makeStandInElectron(folder: string, version: string): Promise<void> {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  const wire = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([1, FUSES_OF_ELECTRON.length]),
    Buffer.from(FUSES_OF_ELECTRON),
  ]);
  const program = Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), wire]);
  for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
    writeFileSync(join(folder, name), name === 'electron' ? program : '#!/bin/sh\nexit 0\n');
    chmodSync(join(folder, name), 0o755);
  }
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'resources.pak', 'icudtl.dat'])
    writeFileSync(join(folder, name), name === 'version' ? version : name);
  for (const language of ['en-US', 'de', 'es']) writeFileSync(join(folder, 'locales', `${language}.pak`), language);
  const app = join(folder, 'default-app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{}');
  await createPackage(app, join(folder, 'resources/default_app.asar'));
  cpSync(join(folder, 'LICENSE'), join(folder, 'LICENSE.electron.txt'));
}
