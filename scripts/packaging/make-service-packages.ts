import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEVEN_ZIP } from '../peers.ts';
import { makeServiceFolder, type ServicePlatform } from './service-folder.ts';

/** The same tree gives the same bytes: files are in order, belong to root and are as old as the commit. */
const steadyTar = (epoch: string): readonly string[] => [
  ...['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--format=gnu', `--mtime=@${epoch}`],
];

/**
 * Makes the packages of the headless service from a built source tree: `nexus-edge-VERSION-linux-x64.tar.gz` and a .deb, or
 * `nexus-edge-VERSION-win-x64.zip`, each with Node of its own.
 *
 * @returns the paths of what was made.
 */
export function makeServicePackages(root: string, output: string, platform: ServicePlatform): readonly string[] {
  const { version, author } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Readonly<
    Record<'version' | 'author', string>
  >;
  mkdirSync(output, { recursive: true });
  const staging = mkdtempSync(join(tmpdir(), 'nexus-service-'));
  const name = `nexus-edge-${version}-${platform}`;
  try {
    const folder = join(staging, name);
    makeServiceFolder(root, folder, platform);
    if (platform === 'win-x64') return [zip(folder, join(output, `${name}.zip`))];
    const archive = join(output, `${name}.tar.gz`);
    const epoch = process.env['SOURCE_DATE_EPOCH'] ?? commitTime(root);
    execFileSync('tar', [...steadyTar(epoch), '-I', 'gzip -n -6', '-cf', archive, '-C', staging, name]);
    return [archive, makeDeb({ staging, folder, output, version, maintainer: author, epoch })];
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function zip(folder: string, file: string): string {
  rmSync(file, { force: true });
  execFileSync(SEVEN_ZIP, ['a', '-tzip', '-bso0', file, folder]);
  return file;
}

/** When what is packed was committed; a tree without Git is as old as its version, which has no time. */
function commitTime(root: string): string {
  try {
    return execFileSync('git', ['-C', root, 'log', '-1', '--format=%ct'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return '0';
  }
}

interface DebParts {
  readonly staging: string;
  readonly folder: string;
  readonly output: string;
  readonly version: string;
  readonly maintainer: string;
  readonly epoch: string;
}

/** /opt/nexus-edge and the command in the path. A service is installed by `nexus-edge service install`, for a project. */
function makeDeb({ staging, folder, output, version, maintainer, epoch }: DebParts): string {
  const root = join(staging, 'deb');
  for (const path of ['DEBIAN', 'opt', 'usr/bin', 'usr/share/doc/nexus-edge'])
    mkdirSync(join(root, path), { recursive: true });
  renameSync(folder, join(root, 'opt/nexus-edge'));
  symlinkSync('/opt/nexus-edge/bin/nexus-edge', join(root, 'usr/bin/nexus-edge'));
  const size = execFileSync('du', ['-sk', join(root, 'opt')], { encoding: 'utf8' }).split('\t')[0]!;
  const control = [
    ['Package', 'nexus-edge'],
    ['Version', version],
    ['Section', 'net'],
    ['Priority', 'optional'],
    ['Architecture', 'amd64'],
    ['Maintainer', maintainer],
    ['Installed-Size', size],
    ['Depends', 'libc6 (>= 2.28), libstdc++6 (>= 8)'],
    ['Recommends', 'systemd, tar'],
    [
      'Description',
      'Nexus Edge gateway: reads PLCs, publishes and stores their values\n The engine of Nexus Edge without a window, with its pages for a browser.',
    ],
  ];
  writeFileSync(join(root, 'DEBIAN/control'), control.map(([field, value]) => `${field}: ${value}\n`).join(''));
  const file = join(output, `nexus-edge_${version}_amd64.deb`);
  chmodSync(root, 0o755);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z6', '--build', root, file], {
    stdio: 'pipe',
    env: { ...process.env, SOURCE_DATE_EPOCH: epoch },
  });
  return file;
}
