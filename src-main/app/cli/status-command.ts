import { heardFrom } from './call-service.ts';
import type { Command } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/**
 * Asks a service on this computer how it is. Where a login is asked for only its health is told, which needs none.
 * @returns 0 while it is ready.
 */
export async function runStatus(command: Extract<Command, { kind: 'status' }>, terminal: Terminal): Promise<number> {
  const { place, form } = command;
  const health = await heardFrom(place, '/health');
  const status = await heardFrom(place, '/status');
  const isReady = health.status === 200;
  const document = status.status === 200 ? status.body : health.body;
  if (form === 'json') terminal.print(JSON.stringify(document, undefined, 2));
  else {
    terminal.print(
      `${'port' in place ? `127.0.0.1:${place.port}` : `The service on ${place.project}`} is ${isReady ? 'ready' : 'not ready'}.`,
    );
    for (const [name, value] of Object.entries(document as object))
      terminal.print(`  ${name}: ${JSON.stringify(value)}`);
    if (status.status === 401)
      terminal.print('More is told with --project, to its user, or with an API key in NEXUS_TOKEN.');
  }
  return isReady ? EXIT_CODES.done.code : EXIT_CODES.failed.code;
}
