import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { faketimeLibrary } from '../src-main/testing/faked-clock.ts';
import { hasPostgres } from '../src-main/testing/postgres-programs.ts';
import { hasPythonSnap7, PYTHON_SNAP7 } from '../src-main/testing/python-snap7.ts';
import { hasTrixie, TRIXIE } from '../src-main/testing/trixie.ts';
import { canRenderKustomize } from './packaging/render-kustomize.ts';

/** A program or library that tests need and npm does not bring. */
interface Peer {
  readonly what: string;
  readonly suite: string;
  readonly packages: readonly string[];
  readonly isHere: () => boolean;
  /** Comes before the packages are installed. */
  readonly prepare?: () => void;
  /** Makes it after the packages are there; where left out, they are all. */
  readonly make?: () => void;
  /** What to do where it is missing, in the place of installing packages. */
  readonly advice?: string;
}

const runs = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** What electron-builder packs tar.gz files with; its own is a download. */
export const SEVEN_ZIP = '/usr/bin/7zz';

const PEERS: readonly Peer[] = [
  {
    what: 'a C compiler',
    suite: 'Modbus against libmodbus',
    packages: ['gcc', 'libc6-dev'],
    isHere: () => runs('gcc', '--version'),
  },
  {
    what: 'libmodbus',
    suite: 'Modbus against libmodbus',
    packages: ['libmodbus-dev', 'pkg-config'],
    isHere: () => runs('pkg-config', '--exists', 'libmodbus'),
  },
  {
    what: 'mbpoll',
    suite: 'Modbus writes against libmodbus',
    packages: ['mbpoll'],
    isHere: () => runs('mbpoll', '-V'),
  },
  {
    what: 'tshark',
    suite: 'recorded traffic against Wireshark',
    packages: ['tshark'],
    isHere: () => runs('tshark', '--version'),
  },
  {
    what: 'pymodbus',
    suite: 'Modbus RTU against pymodbus',
    packages: ['python3-pymodbus', 'python3-serial', 'python3-serial-asyncio'],
    isHere: () => runs('/usr/bin/python3', '-c', 'import pymodbus.server, serial, serial_asyncio'),
  },
  {
    what: 'socat',
    suite: 'Modbus RTU over serial ports',
    packages: ['socat'],
    isHere: () => runs('socat', '-V'),
  },
  {
    what: 'mosquitto',
    suite: 'MQTT against mosquitto',
    packages: ['mosquitto', 'mosquitto-clients'],
    isHere: () => existsSync('/usr/sbin/mosquitto') && existsSync('/usr/bin/mosquitto_sub'),
  },
  {
    what: `a Debian trixie in ${TRIXIE}`,
    suite: 'Siemens S7 against snap7',
    packages: ['debootstrap'],
    isHere: hasTrixie,
    make: () => makeTrixie(),
    advice: `as root run scripts/trixie-peers.sh ${TRIXIE}`,
  },
  {
    what: `TimescaleDB in ${TRIXIE}`,
    suite: 'history in TimescaleDB',
    packages: ['debootstrap'],
    isHere: () => hasPostgres('apache'),
    make: () => makeTrixie(),
    advice: `as root run scripts/trixie-peers.sh ${TRIXIE}`,
  },
  {
    what: 'PostgreSQL',
    suite: 'history in PostgreSQL',
    packages: ['postgresql'],
    isHere: () => hasPostgres('plain'),
    prepare: withoutMainCluster,
  },
  {
    what: `python-snap7 in ${PYTHON_SNAP7}`,
    suite: 'Siemens S7 against python-snap7',
    packages: ['python3', 'debian-archive-keyring'],
    isHere: hasPythonSnap7,
    make: () => void spawnSync(join(import.meta.dirname, 'python-snap7.sh'), [PYTHON_SNAP7], { stdio: 'inherit' }),
    advice: `run scripts/python-snap7.sh ${PYTHON_SNAP7}`,
  },
  {
    what: '7-Zip',
    suite: 'packages of the desktop program',
    packages: ['7zip'],
    isHere: () => existsSync(SEVEN_ZIP),
  },
  {
    what: 'dpkg-deb',
    suite: 'packages of the desktop program',
    packages: ['dpkg'],
    isHere: () => runs('dpkg-deb', '--version'),
  },
  {
    what: 'systemd-analyze and systemd-notify',
    suite: 'the service against systemd',
    packages: ['systemd', 'python3'],
    isHere: () => runs('systemd-analyze', '--version') && runs('systemd-notify', '--version'),
  },
  {
    what: 'kubectl or kustomize 5',
    suite: 'files for Kubernetes',
    // Debian 12 has kustomize 2 inside its kubectl, and a second package of kubectl is in conflict with one that is there.
    packages: ['debootstrap'],
    isHere: () => canRenderKustomize(join(import.meta.dirname, '../resources/deploy/kubernetes/overlays/prod')),
    make: () => makeTrixie('kustomize'),
    advice: `as root run scripts/trixie-peers.sh ${TRIXIE} kustomize, or put kubectl 1.27 or newer into the path`,
  },
  {
    what: 'libfaketime',
    suite: 'the service under a clock that is set',
    packages: ['faketime'],
    isHere: () => faketimeLibrary() !== undefined,
  },
  {
    what: 'Chromium',
    suite: 'end to end in a browser',
    packages: ['chromium', 'fonts-dejavu-core'],
    isHere: () => chromiumPath() !== undefined,
  },
];

/**
 * About 90 seconds from nothing, 15 where only TimescaleDB is missing, none where all is there. Where it comes to nothing
 * the suite is missing, which CI takes for a failure.
 */
function makeTrixie(...more: readonly string[]): void {
  console.log(`Making a Debian trixie in ${TRIXIE} for peers that this Debian lacks`);
  spawnSync(join(import.meta.dirname, 'trixie-peers.sh'), [TRIXIE, ...more], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** The package of PostgreSQL would start a server, which nobody here needs: the tests make their own. */
function withoutMainCluster(): void {
  const file = '/etc/postgresql-common/createcluster.conf';
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'create_main_cluster = false\n');
}

/** Where a Chromium is, or undefined. */
export function chromiumPath(): string | undefined {
  const candidates = [
    process.env['NEXUS_CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

/**
 * On Debian as root installs what is missing; elsewhere says what is skipped and how to get it.
 * @returns the suites that cannot run here.
 */
export function providePeers(): readonly string[] {
  const missing = PEERS.filter((peer) => !peer.isHere());
  if (missing.length > 0 && isDebianRoot()) {
    const packages = missing.flatMap((peer) => peer.packages);
    console.log(`Installing what the tests need: ${packages.join(' ')}`);
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
    for (const peer of missing) peer.prepare?.();
    const keep = ['-o', 'Dpkg::Options::=--force-confold'];
    const install = ['install', '-y', '-qq', '--no-install-recommends', ...keep, ...packages];
    execFileSync('apt-get', install, { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
    for (const peer of missing) peer.make?.();
  }
  const absent = PEERS.filter((peer) => !peer.isHere());
  for (const peer of absent) {
    console.log(
      `SKIPPED: ${peer.suite}, because ${peer.what} is missing. On Debian: ${peer.advice ?? `apt-get install ${peer.packages.join(' ')}`}`,
    );
  }
  return [...new Set(absent.map((peer) => peer.suite))];
}

function isDebianRoot(): boolean {
  const isDebian =
    existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  return isDebian && process.getuid?.() === 0;
}
