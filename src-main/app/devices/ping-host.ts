import { execFile } from 'node:child_process';

const WAIT_S = 1;
/** Addresses and names only: what begins with a dash would be an option of the program. */
const HOST = /^[a-z0-9][a-z0-9.:_-]{0,252}$/i;

/** How a host took an echo request; `unknown`: this computer cannot send one. */
export type Ping = 'answered' | 'silent' | 'unknown';

/** Asks a host whether it is there at all, by the ping program of this computer, once. Never rejects. */
export function pingHost(host: string, signal: AbortSignal): Promise<Ping> {
  if (!HOST.test(host)) return Promise.resolve('unknown');
  const isWindows = process.platform === 'win32';
  const wait = isWindows ? ['-n', '1', '-w', String(WAIT_S * 1_000)] : ['-c', '1', '-W', String(WAIT_S)];
  return new Promise((resolve) => {
    execFile('ping', [...wait, host], { signal, timeout: (WAIT_S + 1) * 1_000, windowsHide: true }, (error) => {
      if (!error) return resolve('answered');
      // 1: no answer came. Anything else, and a program that is not there, says nothing about the host.
      resolve(error.code === 1 ? 'silent' : 'unknown');
    });
  });
}
