import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeSbom } from './make-sbom.ts';
import { makeServicePackages } from './make-service-packages.ts';
import { SERVICE_PLATFORMS } from './service-folder.ts';
import { writeChecksums } from './write-checksums.ts';

/** `npm run package:service [-- PLATFORM]`: the packages of the service with their bill of materials, from a built tree, into dist/. */
const root = resolve(import.meta.dirname, '../..');
const output = join(root, 'dist');
const here = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const asked = process.argv[2] ?? here;
const platform = SERVICE_PLATFORMS.find((known) => known === asked);
if (platform === undefined) {
  console.error(`There is no package of the service for ${asked}, only for ${SERVICE_PLATFORMS.join(' and ')}.`);
  process.exit(2);
}
const packages = makeServicePackages(root, output, platform);
const sbom = join(output, 'nexus-edge-service.cdx.json');
writeFileSync(sbom, `${JSON.stringify(makeSbom(root, 'service'), undefined, 2)}\n`);
const files = [...packages, sbom];
writeChecksums(output, files);
for (const file of files) console.log(file);
