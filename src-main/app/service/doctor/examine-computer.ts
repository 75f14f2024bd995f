import { execFile } from 'node:child_process';
import { freemem, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { type Finding, fail, ok, warn } from './finding.ts';

const LEAST_NODE = 24;
const GIB = 2 ** 30;
const LEAST_MEMORY = GIB / 2;
const LEAST_FREE = GIB / 4;
const ASK_MS = 3_000;

/** The program, the memory and the clock of the computer. */
export async function examineComputer(): Promise<readonly Finding[]> {
  return [examineNode(process.versions.node), examineMemory(totalmem(), freemem()), await examineClock()];
}

export function examineNode(version: string): Finding {
  const major = Number(version.split('.')[0]);
  if (major >= LEAST_NODE) return ok('program', `Node ${version}`);
  return fail('program', `Node ${version} is too old`, `Start the service with Node ${LEAST_NODE} or newer.`);
}

export function examineMemory(total: number, free: number): Finding {
  const text = `${gib(free)} of ${gib(total)} GiB free`;
  if (total < LEAST_MEMORY)
    return fail('memory', text, 'A gateway of 100 devices needs 512 MiB. Use a larger computer.');
  if (free < LEAST_FREE)
    return warn('memory', text, 'End what else runs here, or give the gateway a computer of its own.');
  return ok('memory', text);
}

const gib = (bytes: number): string => (bytes / GIB).toFixed(1);

/** Stamps are only as good as the clock; a step of it makes points of one tag come twice at one time. */
async function examineClock(): Promise<Finding> {
  if (process.platform === 'win32') return await windowsClock();
  const said = await run('timedatectl', ['show', '--property=NTPSynchronized', '--value']);
  if (said === 'yes') return ok('clock', 'synchronised by NTP');
  if (said === 'no')
    return warn('clock', 'not synchronised', 'Switch NTP on: timedatectl set-ntp true, or set up chrony.');
  return warn('clock', 'nobody here says whether it is synchronised', 'Compare it with another clock, and set up NTP.');
}

async function windowsClock(): Promise<Finding> {
  const said = await run('w32tm', ['/query', '/status']);
  if (said && !/not been started|0x80070426|Leap Indicator: 3/i.test(said))
    return ok('clock', 'synchronised by Windows');
  return warn('clock', 'not synchronised', 'Start the service “Windows Time”: w32tm /resync.');
}

async function run(program: string, words: readonly string[]): Promise<string | undefined> {
  const told = await promisify(execFile)(program, [...words], { timeout: ASK_MS }).catch(() => undefined);
  return told?.stdout.trim();
}
