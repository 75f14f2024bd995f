import { spawn } from 'node:child_process';
import { freePort } from '../../src-main/testing/free-port.ts';
import { treeMemory } from '../process-tree.ts';
import { untilAnswer } from './until-answer.ts';

const SCRIPT = `require('node:http').createServer((_, answer) => answer.end('ready')).listen(Number(process.argv[1]), '127.0.0.1')`;

/** The floor: a Node that does nothing but answer HTTP. */
export async function startBareNode(settleMs: number): Promise<{ readonly readyMs: number; readonly rssMiB: number }> {
  const port = await freePort();
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['-e', SCRIPT, String(port)], { stdio: 'ignore' });
  try {
    const readyMs = (await untilAnswer(`http://127.0.0.1:${port}/`, (response) => response.ok)) - startedMs;
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    return { readyMs, rssMiB: treeMemory(child.pid!).rss / 2 ** 20 };
  } finally {
    child.kill('SIGKILL');
  }
}
