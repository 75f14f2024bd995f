import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

const DEADLINE_MS = 5_000;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Asks a service on this computer over HTTP. @param body sent as JSON by POST; left out: GET.
 * @throws NexusError NX_NET_REFUSED when nothing answers.
 */
export async function askService(port: number, path: string, body?: unknown): Promise<Answer> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal, ...(body !== undefined && post) });
    return { status: response.status, body: (await response.json()) as unknown };
  } catch (cause) {
    const text = `No service answers on 127.0.0.1:${port}. Check that it runs and that it was started with --port ${port}.`;
    throw new NexusError('NX_NET_REFUSED', text, { port }, { cause });
  }
}
