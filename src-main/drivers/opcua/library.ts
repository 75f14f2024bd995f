import { setImmediate as nextTurn } from 'node:timers/promises';
import type * as Client from 'node-opcua-client';
import type * as Transport from 'node-opcua-transport';
import { keepUnnamedStatus } from './unnamed-status.ts';
import { refuseLeftBytes } from './whole-answers.ts';

/** The client side of node-opcua, loaded before the first device of a thread starts: 90 MB and a third of a second. */
export interface Library {
  readonly client: typeof Client;
  readonly transport: typeof Transport;
}

let loading: Promise<Library> | undefined;

export function loadLibrary(): Promise<Library> {
  loading ??= load();
  return loading;
}

/**
 * Part after part, with turns for others between them: evaluated at once, it would stop a thread for half a second that polls
 * other devices already.
 */
async function load(): Promise<Library> {
  const status = await import('node-opcua-status-code');
  await nextTurn();
  await import('node-opcua-crypto');
  await nextTurn();
  const transport = await import('node-opcua-transport');
  await nextTurn();
  await import('node-opcua-common');
  await nextTurn();
  const client = await import('node-opcua-client');
  await nextTurn();
  keepUnnamedStatus(status);
  refuseLeftBytes(client);
  // What it prints for its own developers says nothing that the errors of this driver do not say.
  const silent = (): void => {};
  client.setDebugLogger(silent);
  client.setWarningLogger(silent);
  client.setErrorLogger(silent);
  return { client, transport };
}
