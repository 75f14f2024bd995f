import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ERROR_CODES, type ErrorCode } from '../../../src-shared/errors/error-codes.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { request } from '../../kernel/node-http.ts';
import { localSocketPath } from '../../rpc/listen/local-socket-path.ts';

const DEADLINE_MS = 30_000;

/** Where a service of this computer is asked: on its port, or by the door that it has for programs of its own user. */
export type ServicePlace = { readonly port: number } | { readonly project: string };

export interface ServiceCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object | undefined;
  /** Sent as it is, instead of a body. */
  readonly content?: Readable;
  /** Calls it off; after 30 s without an answer unless given. */
  readonly signal?: AbortSignal;
}

/**
 * Asks a service of this computer and answers with the response once its head is there. On a port the key or session of
 * `NEXUS_TOKEN` goes along; the door of the project knows its user without one.
 *
 * @throws NexusError what the service refuses with; NX_NET_REFUSED where none answers.
 */
export async function callService(place: ServicePlace, call: ServiceCall): Promise<IncomingMessage> {
  const response = await sent(place, call);
  if (response.statusCode! < 400) return response;
  throw refusalOf(await textOf(response), response.statusCode!);
}

/** As `callService`, with the JSON that it answers. */
export async function askService<T>(place: ServicePlace, call: ServiceCall): Promise<T> {
  const text = await textOf(await callService(place, call));
  return JSON.parse(text === '' ? '{}' : text) as T;
}

/** As `askService`, whatever the status is. */
export async function heardFrom(
  place: ServicePlace,
  path: string,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await sent(place, { path });
  const text = await textOf(response);
  return { status: response.statusCode!, body: JSON.parse(text === '' ? '{}' : text) as unknown };
}

function sent(place: ServicePlace, { method, path, body, content, signal }: ServiceCall): Promise<IncomingMessage> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    host: 'port' in place ? `127.0.0.1:${place.port}` : 'localhost',
    ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    ...(content && { 'content-type': 'application/octet-stream' }),
    ...('port' in place && bearer()),
  };
  const options: RequestOptions = {
    ...('port' in place ? { host: '127.0.0.1', port: place.port } : { socketPath: localSocketPath(place.project) }),
    method: method ?? (text === undefined && !content ? 'GET' : 'POST'),
    path,
    headers,
    signal: signal ?? AbortSignal.timeout(DEADLINE_MS),
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const asking = request(options, resolve);
    asking.on('error', (cause) => reject(new NexusError('NX_NET_REFUSED', nobodyAt(place), { ...place }, { cause })));
    // What cannot be read ends the request, which tells it.
    if (content) void pipeline(content, asking).catch(() => asking.destroy());
    else asking.end(text);
  });
}

function bearer(): { readonly authorization?: string } {
  const token = process.env['NEXUS_TOKEN'] ?? process.env['NEXUS_SESSION'];
  return token ? { authorization: `Bearer ${token}` } : {};
}

const nobodyAt = (place: ServicePlace): string =>
  'port' in place
    ? `No service answers on 127.0.0.1:${place.port}. Check that it runs and that it was started with --port ${place.port}.`
    : `No service of this user runs on ${place.project}. Start it, then try again.`;

async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function refusalOf(said: string, status: number): NexusError {
  if (status === 401) {
    const text =
      'This service asks who is there. Put an API key into the environment variable NEXUS_TOKEN, or name the folder of its project with --project.';
    return new NexusError('NX_ACCESS_UNAUTHENTICATED', text);
  }
  try {
    const { title, detail } = JSON.parse(said) as { readonly title: string; readonly detail: string };
    return new NexusError(Object.hasOwn(ERROR_CODES, title) ? (title as ErrorCode) : 'NX_REQUEST_INVALID', detail);
  } catch {
    return new NexusError('NX_REQUEST_INVALID', `The service answered ${status}.`);
  }
}
