import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { productionPackages } from './production-packages.ts';

/** What the service can be packed for: where Node's own binary comes as a package. */
export const SERVICE_PLATFORMS = ['linux-x64', 'win-x64'] as const;
export type ServicePlatform = (typeof SERVICE_PLATFORMS)[number];

/** Folders of packages and files in them that nothing loads at run time. */
const UNUSED_FOLDERS = /^(test|tests|__tests__|powered-test|example|examples|\.github|\.bin)$/;
const UNUSED_FILES = /(^\..+|\.map|\.d\.[cm]?ts|\.tsbuildinfo|\.markdown|^(readme|changelog|history)(\.\w+)?)$/i;
/** Addons bring a build for every platform; these are the names that they give the folders of ours. */
const PREBUILDS: Readonly<Record<ServicePlatform, RegExp>> = { 'linux-x64': /^linux-x64$/, 'win-x64': /^win32-x64$/ };
/** Of resources/ what no running engine reads. */
const FOREIGN_RESOURCES = ['electron-builder.yml', 'deploy', 'container'];

const LAUNCHERS: Readonly<Record<ServicePlatform, { readonly file: string; readonly text: string }>> = {
  'linux-x64': {
    file: 'nexus-edge',
    text: `#!/bin/sh
# Found through links too: /usr/local/bin/nexus-edge may point here.
here=$(dirname "$(readlink -f "$0")")
# Memory keys of a processor and many threads together may end V8: it does without the keys.
exec "$here/node" --no-memory-protection-keys "$here/../app/out/main/headless-main.js" "$@"
`,
  },
  'win-x64': {
    file: 'nexus-edge.cmd',
    text: '@"%~dp0node.exe" "%~dp0..\\app\\out\\main\\headless-main.js" %*\r\n',
  },
};

/** The binary of Node that npm brings for a platform; it need not be installed here. */
export const nodeBinary = (root: string, platform: ServicePlatform): string =>
  join(root, 'node_modules', `node-${platform}`, platform === 'win-x64' ? 'node.exe' : 'bin/node');

/**
 * Puts the service together as it lies on an edge PC: `bin` (Node and the command), `app` (the built engine, the pages and
 * the libraries that it loads).
 *
 * @param root the source tree, built.
 * @throws when it is not built, or Node for the platform is not installed.
 */
export function makeServiceFolder(root: string, folder: string, platform: ServicePlatform): void {
  const node = nodeBinary(root, platform);
  if (!existsSync(node))
    throw new Error(`There is no ${node}. Run npm ci on a computer of that platform, or put Node there.`);
  if (!existsSync(join(root, 'out/main/headless-main.js')))
    throw new Error('The product is not built. Run npm run build.');
  const app = join(folder, 'app');
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const { file, text } = LAUNCHERS[platform];
  copyFileSync(node, join(bin, basename(node)));
  writeFileSync(join(bin, file), text);
  for (const program of [basename(node), file]) chmodSync(join(bin, program), 0o755);
  // Without sources of the pages' and the engine's build: maps stay with who built it.
  for (const part of ['main', 'renderer'])
    cpSync(join(root, 'out', part), join(app, 'out', part), {
      recursive: true,
      filter: (path) => !/\.map$|electron-main\.js$/.test(path),
    });
  const resources = join(root, 'resources');
  cpSync(resources, join(app, 'resources'), {
    recursive: true,
    filter: (path) => !FOREIGN_RESOURCES.includes(relative(resources, path)),
  });
  writeFileSync(join(app, 'package.json'), slimPackage(root));
  for (const { path } of productionPackages(root)) copyPackage(join(root, path), join(app, path), platform);
}

/** Of package.json what the engine and a reader need; nothing that npm would act on. */
function slimPackage(root: string): string {
  const { name, version, description, license, type, dependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  return `${JSON.stringify({ name, version, description, license, private: true, type, dependencies }, undefined, 2)}\n`;
}

function copyPackage(from: string, to: string, platform: ServicePlatform): void {
  cpSync(from, to, {
    recursive: true,
    filter: (path) => {
      const inside = path.slice(from.length + 1).split(/[\\/]/);
      const name = inside.at(-1)!;
      if (inside.some((part) => part === 'node_modules' || UNUSED_FOLDERS.test(part))) return false;
      if (inside.length > 1 && inside.at(-2) === 'prebuilds') return PREBUILDS[platform].test(name);
      return !UNUSED_FILES.test(name);
    },
  });
}
