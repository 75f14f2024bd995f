import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One installed package, as package-lock.json knows it. */
export interface LockedPackage {
  /** Below the root: `node_modules/pg/node_modules/x`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
}

interface LockEntry {
  readonly version: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}

/** Node itself: the packages bring it in their own way. */
const NODE_PACKAGES = /^node-(linux|win)-x64$/;

/**
 * What the built product loads at run time, with everything that this needs in turn: the packages of package-lock.json that
 * development alone does not need. Optional ones for another platform are not installed and not in the list.
 *
 * @throws when one that must be installed is not.
 */
export function productionPackages(root: string): readonly LockedPackage[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockEntry>>;
  };
  const found: LockedPackage[] = [];
  for (const [path, entry] of Object.entries(packages)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (path === '' || entry.dev || entry.devOptional || NODE_PACKAGES.test(name)) continue;
    if (existsSync(join(root, path, 'package.json'))) found.push({ path, name, version: entry.version });
    else if (!entry.optional) throw new Error(`${path} is not installed. Run npm ci first.`);
  }
  return found;
}
