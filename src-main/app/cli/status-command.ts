import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Command } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

const DEADLINE_MS = 5_000;

/**
 * Asks a service on this computer how it is. Where a login is asked for only its health is told, which needs none.
 * @returns 0 while it is ready.
 */
export async function runStatus(command: Extract<Command, { kind: 'status' }>, terminal: Terminal): Promise<number> {
  const { port, form } = command;
  const health = await ask(port, '/health');
  const status = await ask(port, '/status');
  const isReady = health.status === 200;
  const document = status.status === 200 ? status.body : health.body;
  if (form === 'json') terminal.print(JSON.stringify(document, undefined, 2));
  else {
    terminal.print(`127.0.0.1:${port} is ${isReady ? 'ready' : 'not ready'}.`);
    for (const [name, value] of Object.entries(document)) terminal.print(`  ${name}: ${JSON.stringify(value)}`);
    if (status.status === 401) terminal.print('More is told in the workstation, to those who have a session.');
  }
  return isReady ? EXIT_CODES.done.code : EXIT_CODES.failed.code;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(port: number, path: string): Promise<Answer> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(DEADLINE_MS) });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  } catch (cause) {
    const text = `No service answers on 127.0.0.1:${port}. Check that it runs and that it was started with --port ${port}.`;
    throw new NexusError('NX_NET_REFUSED', text, { port }, { cause });
  }
}
