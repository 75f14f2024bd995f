import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import { freePort } from './free-port.ts';

/** Where `scripts/python-snap7.sh` unpacks python-snap7. */
export const PYTHON_SNAP7 = process.env['NEXUS_PYTHON_SNAP7'] ?? '/var/tmp/nexus-python-snap7';

export const hasPythonSnap7 = (): boolean => existsSync(join(PYTHON_SNAP7, '.ready'));

/** Why its tests cannot run here, or undefined. In CI that is a failure, never a skip. */
export function pythonSnap7Missing(): string | undefined {
  if (hasPythonSnap7()) return undefined;
  const reason = `there is no python-snap7 in ${PYTHON_SNAP7}: run scripts/python-snap7.sh ${PYTHON_SNAP7}`;
  if (process.env['CI']) throw new NexusError('NX_INTERNAL', reason);
  process.stdout.write(`Skipped tests against python-snap7: ${reason}.\n`);
  return reason;
}

/** An S7 CPU by python-snap7: DB1 of 100 bytes that count up, DB2 of 10 zeros. */
export class PythonSnap7Peer implements Disposable {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
  }

  static async start(): Promise<PythonSnap7Peer> {
    const port = await freePort();
    const script = join(import.meta.dirname, '..', 'drivers', 's7', 'testdata', 'python-snap7-server.py');
    const child = spawn('python3', [script, String(port)], {
      env: { ...process.env, PYTHONPATH: join(PYTHON_SNAP7, 'usr/lib/python3/dist-packages') },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    return new PythonSnap7Peer(port, child);
  }

  dispose(): void {
    this.#child.kill('SIGKILL');
  }
}
