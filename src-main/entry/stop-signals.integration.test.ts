import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';

const MODULE = new URL('./stop-signals.ts', import.meta.url).href;
let child: ChildProcess | undefined;
let output = '';

afterEach(() => {
  child?.kill('SIGKILL');
  output = '';
});

/** A process that is asked to stop and never does. @param deadlineMs how long it may take. */
async function givenStuckProcess(deadlineMs: number): Promise<ChildProcess> {
  const body = `const { stopSignals } = await import('${MODULE}');
    stopSignals(${deadlineMs}).then(() => console.log('asked'));
    setInterval(() => {}, 1_000);
    console.log('ready');`;
  child = spawn(process.execPath, ['--input-type=module', '-e', body]);
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text: Buffer) => (output += text.toString()));
  await printed('ready');
  return child;
}

async function printed(text: string): Promise<void> {
  while (!output.includes(text)) await new Promise((resolve) => child!.stdout!.once('data', resolve));
}

const endOf = (process: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> =>
  new Promise((resolve) => process.once('exit', (code, signal) => resolve([code, signal])));

describe('a process that is asked to stop by a signal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('hears the first %s and is ended by the second', async (signal) => {
    const stuck = await givenStuckProcess(60_000);
    const end = endOf(stuck);
    stuck.kill(signal);
    await printed('asked');
    await sleep(600);
    expect(stuck.exitCode).toBeNull();
    stuck.kill(signal);
    expect(await end).toEqual([null, signal]);
  });

  it('takes one request that reaches it twice for what it is', async () => {
    const stuck = await givenStuckProcess(60_000);
    stuck.kill('SIGINT');
    await printed('asked');
    stuck.kill('SIGINT');
    stuck.kill('SIGTERM');
    await sleep(300);
    expect([stuck.exitCode, stuck.signalCode]).toEqual([null, null]);
  });

  it('is ended when it takes longer than its deadline, and says so', async () => {
    const stuck = await givenStuckProcess(200);
    const end = endOf(stuck);
    stuck.kill('SIGTERM');
    expect(await end).toEqual([null, 'SIGKILL']);
    expect(output).toContain('did not stop within 0.2 s');
  });
});
