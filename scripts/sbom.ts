import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ARTEFACTS, makeSbom } from './packaging/make-sbom.ts';

/** `npm run sbom [FOLDER]`: the bill of materials of each artefact, in CycloneDX. */
const root = resolve(import.meta.dirname, '..');
const output = resolve(process.argv[2] ?? join(root, 'dist'));
mkdirSync(output, { recursive: true });
for (const artefact of ARTEFACTS) {
  const sbom = makeSbom(root, artefact);
  const file = join(output, `nexus-edge-${artefact}.cdx.json`);
  writeFileSync(file, `${JSON.stringify(sbom, undefined, 2)}\n`);
  console.log(`${file}: ${sbom.components.length} components`);
}
