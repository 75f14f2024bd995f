import type { ClientBase, Connection, Submittable } from 'pg';

/** What the driver calls on a statement of one's own. */
interface ServerAnswer {
  readonly text?: string;
}

/**
 * Statements with one `COPY … FROM STDIN` among them and its data, all sent in one go and answered in one: the server
 * passes over the data of a COPY that it never came to. Without BEGIN among them they are one transaction.
 */
class CopyIn implements Submittable {
  readonly #text: string;
  readonly #data: Buffer;
  readonly #resolve: (rows: readonly number[]) => void;
  readonly #reject: (error: unknown) => void;
  readonly #rows: number[] = [];
  #error: unknown;

  constructor(text: string, data: Buffer, resolve: (rows: readonly number[]) => void, reject: (e: unknown) => void) {
    this.#text = text;
    this.#data = data;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
    if (connection.stream.writable) connection.stream.write(this.#data);
  }

  handleCommandComplete({ text = '' }: ServerAnswer): void {
    this.#rows.push(Number(/\d+$/.exec(text)?.[0] ?? 0));
  }

  /** Of the server, after which it gets ready again; or of the connection, after which nothing comes. */
  handleError(error: unknown): void {
    this.#error ??= error;
    this.#reject(this.#error);
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#rows);
  }

  handleCopyInResponse(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/**
 * Sends statements with a COPY and its framed data (`copyRows`).
 * @returns the number of rows that each statement touched, in their order; 0 for those that touch none.
 * Rejects with the error of the server or of the connection; the connection is to be given up then.
 */
export function copyIn(client: ClientBase, text: string, data: Buffer): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(text, data, resolve, reject));
  });
}
