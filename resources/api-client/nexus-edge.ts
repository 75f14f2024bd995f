/*
 * A client of Nexus Edge Workstation to copy into a program of your own: plain fetch and WebSocket, nothing to install.
 * Runs in Node from version 22 and in browsers on the same address. docs/api.md says what is on the wire.
 */

/** What a refused call says (RFC 9457); `title` is a code of docs/errors.md. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly issues?: readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
}

export class NexusProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
    this.problem = problem;
  }
}

/** A newest point of a tag. `status` is an OPC UA StatusCode: its two highest bits are 0 where the value is good. */
export interface LivePoint {
  readonly device: string;
  readonly tag: string;
  readonly time: Date;
  readonly value: number;
  readonly status: number;
}

export interface CallOptions {
  readonly body?: unknown;
  /** The revision that a change is made from. */
  readonly ifMatch?: number;
}

export class NexusEdge {
  readonly #address: string;
  readonly #key: string | undefined;

  /** @param address `https://edge-7.plant.example`. @param key an API key or a session; undefined where no login is asked for. */
  constructor(address: string, key?: string) {
    this.#address = address.replace(/\/$/, '');
    this.#key = key;
  }

  /** One call below `/api/v1`. @throws NexusProblem */
  async call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    return (await this.#fetch<T>(method, path, options)).body;
  }

  /** Rows of a list, page by page. */
  async *rows<T>(path: string, limit = 500): AsyncGenerator<T> {
    let next: string | undefined = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`;
    while (next !== undefined) {
      const page: { body: readonly T[]; next?: string } = await this.#fetch<readonly T[]>('GET', next, {});
      yield* page.body;
      next = page.next;
    }
  }

  /** Values as they come, newest first at once; ends with the function that is returned. */
  async watch(
    tags: readonly { readonly device: string; readonly tag: string }[],
    onPoint: (point: LivePoint) => void,
  ): Promise<() => void> {
    const named = new Map<number, { readonly device: string; readonly tag: string }>();
    for (const { device, tag } of tags) {
      const { index } = await this.call<{ readonly index: number }>('GET', `/devices/${device}/tags/${tag}`);
      named.set(index, { device, tag });
    }
    const protocols = ['nexus.v1', ...(this.#key === undefined ? [] : [`session.${this.#key}`])];
    const socket = new WebSocket(`${this.#address.replace(/^http/, 'ws')}/rpc`, protocols);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => {
      if (!(data instanceof ArrayBuffer)) return;
      for (const { index, ...point } of livePoints(data)) {
        const name = named.get(index);
        if (name) onPoint({ ...name, ...point });
      }
    });
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`no WebSocket at ${this.#address}/rpc`)));
    });
    socket.send(JSON.stringify({ i: '1', p: { u: '/values/watch', b: { json: { tags: [...named.keys()] } } } }));
    return () => socket.close();
  }

  async #fetch<T>(method: string, path: string, { body, ifMatch }: CallOptions): Promise<{ body: T; next?: string }> {
    const headers: Record<string, string> = {};
    if (this.#key !== undefined) headers['authorization'] = `Bearer ${this.#key}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`;
    const url = path.startsWith('/api/v1') ? `${this.#address}${path}` : `${this.#address}/api/v1${path}`;
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const answer: unknown = await response.json();
    if (!response.ok) throw new NexusProblem(answer as Problem);
    const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    return { body: answer as T, ...(next !== undefined && { next }) };
  }
}

/** Reads a live frame; anything else has no points. */
export function livePoints(
  frame: ArrayBuffer,
): { readonly index: number; readonly time: Date; readonly value: number; readonly status: number }[] {
  const view = new DataView(frame);
  if (view.getUint8(0) !== 1) return [];
  const count = view.getUint32(8 + 4, true);
  const hasServerTime = (view.getUint8(8 + 1) & 1) !== 0;
  const times = 8 + 24;
  const values = times + count * 8;
  const tags = values + count * 8 * (hasServerTime ? 2 : 1);
  return Array.from({ length: count }, (_, row) => ({
    index: view.getUint32(tags + row * 4, true),
    time: new Date(view.getFloat64(times + row * 8, true) / 1_000),
    value: view.getFloat64(values + row * 8, true),
    status: view.getUint32(tags + count * 4 + row * 4, true),
  }));
}
