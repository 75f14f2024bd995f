import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canMakePackages, makePackages } from './make-packages.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };

/** In CI the tools are installed (scripts/peers.ts), so that nothing is passed over there. */
describe.skipIf(!canMakePackages())('the packages of the desktop program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-packages-'));
  const app = join(folder, 'linux-unpacked');
  const archive = join(app, 'resources/app.asar');
  beforeAll(() => makePackages(folder), 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('hold the built product and no sources, tests or second Node', () => {
    const files = listPackage(archive, { isPack: false });
    for (const needed of [
      '/package.json',
      '/out/main/electron-main.js',
      '/out/preload/preload.cjs',
      '/out/renderer/index.html',
      '/resources/icons/tray.png',
      '/node_modules/modbus-serial/package.json',
      '/node_modules/node-opcua/package.json',
      '/node_modules/nodes7/package.json',
      '/node_modules/mqtt/package.json',
      '/node_modules/pg/package.json',
    ])
      expect(files, needed).toContain(needed);
    const strangers = files.filter((file) =>
      /^\/(src-|e2e|bench|docs|scripts|node_modules\/(electron|vite|vitest|node-linux))/.test(file),
    );
    expect(strangers).toEqual([]);
    expect(files.filter((file) => file.startsWith('/out/') && file.endsWith('.map'))).toEqual([]);
  });

  it('leave addons outside the archive, where the operating system finds them', () => {
    const addons = listPackage(archive, { isPack: false }).filter((file) => file.endsWith('.node'));
    const unpacked = readdirSync(`${archive}.unpacked`, { recursive: true, encoding: 'utf8' });
    expect(addons.length).toBeGreaterThan(0);
    for (const addon of addons) expect(unpacked).toContain(addon.slice(1));
  });

  it('have every fuse set in the program itself', async () => {
    const { version: _version, ...fuses } = await getCurrentFuseWire(join(app, 'nexus-edge-desktop'));
    const set = Object.entries(fuses).map(([fuse, state]) => [
      FuseV1Options[Number(fuse)],
      String.fromCharCode(Number(state)),
    ]);
    expect(Object.fromEntries(set)).toEqual({
      RunAsNode: '0',
      EnableCookieEncryption: '1',
      EnableNodeOptionsEnvironmentVariable: '0',
      EnableNodeCliInspectArguments: '0',
      EnableEmbeddedAsarIntegrityValidation: '1',
      OnlyLoadAppFromAsar: '1',
      LoadBrowserProcessSpecificV8Snapshot: '0',
      GrantFileProtocolExtraPrivileges: '0',
    });
  });

  it('hold every library that the engine loads: it runs from the archive alone', async () => {
    const unpacked = join(folder, 'unpacked');
    extractAll(archive, unpacked);
    const main = join(unpacked, 'out/main/headless-main.js');
    const engine = spawn(process.execPath, [main, '--service', '--project', join(folder, 'project'), '--demo'], {
      cwd: folder,
      env: { ...process.env, NODE_PATH: '' },
    });
    const gone = new Promise((ended) => engine.once('exit', ended));
    let output = '';
    try {
      await new Promise<void>((ready, fail) => {
        const read = (text: Buffer): void => {
          output += String(text);
          if (
            /"device":"boiler-1","msg":"device connected"/.test(output) &&
            /connected to the MQTT broker/.test(output)
          )
            ready();
        };
        engine.stdout.on('data', read);
        engine.stderr.on('data', read);
        engine.once('exit', (code) => fail(new Error(`The engine ended with ${code}: ${output}`)));
      });
    } finally {
      engine.kill('SIGTERM');
      await gone;
    }
  });

  it('make a .deb that dpkg takes, with what it depends on', () => {
    const deb = join(folder, `nexus-edge-workstation_${version}_amd64.deb`);
    const field = (name: string): string => execFileSync('dpkg-deb', ['-f', deb, name], { encoding: 'utf8' }).trim();
    expect(field('Package')).toBe('nexus-edge-workstation');
    expect(field('Version')).toBe(version);
    expect(field('Maintainer')).toMatch(/<.+@.+>/);
    expect(field('Depends')).toMatch(/libgtk-3-0.*libnss3/);
    const files = execFileSync('dpkg-deb', ['-c', deb], { encoding: 'utf8' });
    expect(files).toMatch(/-rwxr-xr-x root\/root .*\.\/opt\/Nexus Edge\/nexus-edge-desktop\n/);
    expect(files).toContain('./opt/Nexus Edge/resources/app.asar\n');
    expect(files).toContain('./usr/share/applications/nexus-edge-desktop.desktop\n');
    expect(files).toMatch(/\.\/usr\/share\/icons\/hicolor\/\d+x\d+\/apps\/nexus-edge-desktop\.png\n/);
  });

  it('make a tar.gz of the same files', () => {
    const tar = join(folder, `nexus-edge-workstation-${version}.tar.gz`);
    const files = execFileSync('tar', ['-tzf', tar], { encoding: 'utf8' });
    expect(files).toMatch(/\/nexus-edge-desktop\n/);
    expect(files).toMatch(/\/resources\/app\.asar\n/);
  });
});
