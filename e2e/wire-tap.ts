import type { Page, WebSocketRoute } from '@playwright/test';
import { ERROR_CODES, type ErrorCode } from '../src-shared/errors/error-codes.ts';

/** What is done with an answer, or with each event of a stream. */
type Turn =
  | { readonly kind: 'hold' }
  | { readonly kind: 'reject'; readonly code: ErrorCode; readonly message: string }
  | { readonly kind: 'alter'; readonly change: (value: unknown) => unknown };

/** An answer or an event as it travels: `i` is the number of its call, `p` its body, `e` and `d` those of an event. */
interface Answer {
  readonly i: string;
  readonly t?: number;
  readonly p: {
    readonly h?: Readonly<Record<string, string>>;
    readonly b?: { readonly json?: unknown };
    readonly e?: string;
    readonly d?: { readonly json?: unknown };
  };
}

interface Connection {
  readonly page: WebSocketRoute;
  /** Procedures by the number of their call. */
  readonly calls: Map<string, string>;
  /** Messages held back, in the order they came. */
  readonly held: { readonly procedure: string; readonly text: string }[];
}

/**
 * Sits on the wire between the page and the service, so that every state of a page can be seen with the product as it
 * is built: holds back, alters or rejects the answers of a procedure (`devices/list`), or cuts the wire.
 */
export class WireTap {
  readonly #page: Page;
  readonly #turns = new Map<string, Turn>();
  readonly #open = new Set<Connection>();
  #isCut = false;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Before the page is opened. */
  static async onto(page: Page): Promise<WireTap> {
    const tap = new WireTap(page);
    await page.routeWebSocket(/\/rpc$/, (socket) => tap.#join(socket));
    return tap;
  }

  /** The page goes on making its first link until this is released. Before the page is opened. */
  async holdDial(): Promise<{ readonly release: () => void }> {
    const gate = Promise.withResolvers<void>();
    await this.#page.route('**/session', async (route) => {
      await gate.promise;
      // A page that gave up waiting dials again.
      await route.continue().catch(() => undefined);
    });
    return { release: gate.resolve };
  }

  /** Answers and events of a procedure do not come until they are released. */
  hold(procedure: string): void {
    this.#turns.set(procedure, { kind: 'hold' });
  }

  reject(procedure: string, code: ErrorCode, message: string): void {
    this.#turns.set(procedure, { kind: 'reject', code, message });
  }

  alter(procedure: string, change: (value: unknown) => unknown): void {
    this.#turns.set(procedure, { kind: 'alter', change });
  }

  /** What was held comes now, and the procedure is left alone again. */
  release(procedure: string): void {
    this.#turns.delete(procedure);
    for (const { page, held } of this.#open) {
      for (const message of held.filter((one) => one.procedure === procedure)) page.send(message.text);
      held.splice(0, held.length, ...held.filter((one) => one.procedure !== procedure));
    }
  }

  /** The wire is gone, and no other comes up. */
  async cut(): Promise<void> {
    this.#isCut = true;
    for (const { page } of this.#open) await page.close({ code: 1001 });
    this.#open.clear();
  }

  mend(): void {
    this.#isCut = false;
  }

  #join(page: WebSocketRoute): void {
    if (this.#isCut) return void page.close({ code: 1001 });
    const connection: Connection = { page, calls: new Map(), held: [] };
    this.#open.add(connection);
    const service = page.connectToServer();
    page.onMessage((message) => {
      if (typeof message === 'string') note(connection, message);
      service.send(message);
    });
    service.onMessage((message) => {
      if (typeof message !== 'string') return page.send(message);
      const passed = this.#pass(connection, message);
      if (passed !== undefined) page.send(passed);
    });
    page.onClose((code, reason) => {
      this.#open.delete(connection);
      void service.close({ ...(code !== undefined && { code }), ...(reason !== undefined && { reason }) });
    });
  }

  #pass({ calls, held }: Connection, text: string): string | undefined {
    const answer = JSON.parse(text) as Answer;
    const procedure = calls.get(answer.i) ?? '';
    const turn = this.#turns.get(procedure);
    if (!turn) return text;
    if (turn.kind === 'hold') {
      held.push({ procedure, text });
      return undefined;
    }
    if (turn.kind === 'reject') return rejection(answer, turn.code, turn.message);
    return altered(answer, turn.change);
  }
}

function note({ calls }: Connection, text: string): void {
  const call = JSON.parse(text) as { readonly i: string; readonly p?: { readonly u?: string } };
  if (call.p?.u !== undefined) calls.set(call.i, call.p.u.replace(/^\//, ''));
}

/** A stream is refused with its first answer; what would come after it is let go. */
function rejection(answer: Answer, code: ErrorCode, message: string): string | undefined {
  if (answer.p.e !== undefined) return undefined;
  const status = ERROR_CODES[code].http;
  const data = { code, message, context: {} };
  return JSON.stringify({
    i: answer.i,
    p: { s: status, b: { json: { defined: false, code, status, message, data } } },
  });
}

function altered(answer: Answer, change: (value: unknown) => unknown): string {
  const { p } = answer;
  if (p.d) return JSON.stringify({ ...answer, p: { ...p, d: { ...p.d, json: change(p.d.json) } } });
  if (!p.b) return JSON.stringify(answer);
  return JSON.stringify({ ...answer, p: { ...p, b: { ...p.b, json: change(p.b.json) } } });
}
