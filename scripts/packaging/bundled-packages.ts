import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockEntry {
  readonly dependencies?: Readonly<Record<string, string>>;
}

const IMPORT = /(?:from|import)\s*\(?\s*'([^'.][^']*)'/g;

/** `@scope/name/part` → `@scope/name`; undefined for what belongs to Node or the tool that bundles. */
function packageOf(specifier: string): string | undefined {
  if (/^(node|virtual):|^\//.test(specifier)) return undefined;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/**
 * The paths in package-lock.json of the packages that are built into the pages, with what these need in turn. npm counts them as
 * development, because nothing loads them from node_modules at run time; a user gets them all the same.
 */
export function bundledPackages(root: string): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockEntry>>;
  };
  const found = new Set<string>();
  const add = (path: string): void => {
    if (!packages[path] || found.has(path)) return;
    found.add(path);
    for (const name of Object.keys(packages[path].dependencies ?? {})) add(resolveIn(packages, path, name));
  };
  for (const name of importedBy(join(root, 'src-renderer'))) add(`node_modules/${name}`);
  return [...found];
}

/** Node's own rule: the nearest node_modules upwards that has it. */
function resolveIn(packages: Readonly<Record<string, LockEntry>>, from: string, name: string): string {
  for (let at = from; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/'))))
    if (packages[`${at}/node_modules/${name}`]) return `${at}/node_modules/${name}`;
  return `node_modules/${name}`;
}

function importedBy(folder: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(tsx?|css)$/.test(file) || /\.test\.tsx?$|[\\/]testing[\\/]/.test(file)) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    const specifiers = file.endsWith('.css')
      ? [...text.matchAll(/@import\s+'([^'.][^']*)'/g)]
      : [...text.matchAll(IMPORT)];
    for (const [, specifier] of specifiers) {
      const name = packageOf(specifier!);
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}
