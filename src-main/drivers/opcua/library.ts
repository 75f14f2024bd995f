import type * as Client from 'node-opcua-client';
import type * as Transport from 'node-opcua-transport';
import { keepUnnamedStatus } from './unnamed-status.ts';

/** The client side of node-opcua, loaded when the first connection is opened: 90 MB and a third of a second. */
export interface Library {
  readonly client: typeof Client;
  readonly transport: typeof Transport;
}

let loading: Promise<Library> | undefined;

export function loadLibrary(): Promise<Library> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Library> {
  const [client, transport, status] = await Promise.all([
    import('node-opcua-client'),
    import('node-opcua-transport'),
    import('node-opcua-status-code'),
  ]);
  keepUnnamedStatus(status);
  // What it prints for its own developers says nothing that the errors of this driver do not say.
  const silent = (): void => {};
  client.setDebugLogger(silent);
  client.setWarningLogger(silent);
  client.setErrorLogger(silent);
  return { client, transport };
}
