import { type RunningEngine, startEngine } from '../app/engine.ts';
import { drivers } from '../drivers/registry.ts';
import { surroundingsOf } from '../entry/surroundings.ts';
import type { Lifetime } from '../kernel/lifetime.ts';
import { freePort } from './free-port.ts';
import { givenProjectFolder } from './project-folder.ts';

const surroundings = surroundingsOf(new URL('../entry/headless-main.ts', import.meta.url).href);

export interface RestAnswer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly session: string; readonly refresh: string };
}

/** An engine that asks for a login, as scripts and browsers meet it. */
export interface AccessRig {
  readonly engine: RunningEngine;
  readonly port: number;
  readonly folder: string;
  /** Sends a request; paths without a slash are below `/api/v1`. */
  readonly send: (method: string, path: string, body?: unknown, bearer?: string) => Promise<RestAnswer>;
}

export const ADMIN = { user: 'ada', password: 'gravel kettle lantern' };

/** Starts it on a project with these files beside `nexus.yaml`. @param lifetime ends it. */
export async function accessRig(
  lifetime: Lifetime,
  files: Record<string, string> = {},
  settings = '',
): Promise<AccessRig> {
  const port = await freePort();
  const nexus = `project: { name: Test }\nlog: { level: error }\nserver: { port: ${port} }\n${settings}`;
  const folder = await givenProjectFolder({ 'nexus.yaml': nexus, ...files });
  lifetime.defer(() => folder.remove());
  const engine = await startEngine({ ...surroundings, folder: folder.path, port, drivers });
  lifetime.defer(() => engine.stop());
  const send = async (method: string, path: string, body?: unknown, bearer?: string): Promise<RestAnswer> => {
    const response = await fetch(`http://127.0.0.1:${port}${path.startsWith('/') ? path : `/api/v1/${path}`}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as RestAnswer['body'] };
  };
  return { engine, port, folder: folder.path, send };
}
