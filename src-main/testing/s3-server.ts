import { createRequire } from 'node:module';
import type { Disposable } from '../kernel/lifetime.ts';
import { freePort } from './free-port.ts';

/** What is used of the package, which has no types. */
type Server = new (options: {
  readonly port: number;
  readonly address: string;
  readonly silent: boolean;
  readonly directory: string;
  readonly configureBuckets: readonly { readonly name: string }[];
}) => { run(): Promise<unknown>; close(): Promise<void> };

/** A store that speaks S3, on loopback. It knows one pair of keys, which are both `S3_KEY`. */
export class S3Server implements Disposable {
  readonly endpoint: string;
  readonly #server: InstanceType<Server>;

  private constructor(endpoint: string, server: InstanceType<Server>) {
    this.endpoint = endpoint;
    this.#server = server;
  }

  /** @param directory where it keeps what it is sent. */
  static async start(directory: string, bucket: string): Promise<S3Server> {
    const make = createRequire(import.meta.url)('s3rver') as Server;
    const port = await freePort();
    const address = '127.0.0.1';
    const server = new make({ port, address, silent: true, directory, configureBuckets: [{ name: bucket }] });
    await server.run();
    return new S3Server(`http://${address}:${port}`, server);
  }

  dispose(): Promise<void> {
    return this.#server.close();
  }
}

export const S3_KEY = 'S3RVER';
