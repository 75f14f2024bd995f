import type { ServiceProcess } from '../../../src-main/testing/service-process.ts';

const DEVICE = 'd0';
interface Shown {
  readonly device: { readonly description?: string };
}

/** Changes a device of a service that may lose its power at any moment, and knows which change was acknowledged last. */
export class AcknowledgedEdits {
  readonly #service: ServiceProcess;
  #sent = 0;
  #acknowledged = 0;
  /** What was there after a cut and should not have been, or the other way round. */
  readonly faults: string[] = [];

  constructor(service: ServiceProcess) {
    this.#service = service;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** One change after the other until the service is gone. */
  async untilGone(): Promise<void> {
    try {
      for (;;) await this.#change();
    } catch {
      // The power went.
    }
  }

  /** After a restart: the change that is there is the one acknowledged last, or a later one that was only sent. */
  async look(): Promise<void> {
    const { body } = await this.#config();
    const there = Number(body.device.description ?? 0);
    if (!(there >= this.#acknowledged && there <= this.#sent))
      this.faults.push(`change ${there} is there, ${this.#acknowledged} was acknowledged, ${this.#sent} sent`);
    this.#acknowledged = there;
  }

  async #change(): Promise<void> {
    const { revision } = await this.#config();
    const number = ++this.#sent;
    const response = await fetch(`${this.#address}/devices/${DEVICE}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': revision },
      body: JSON.stringify({ patch: { description: String(number) } }),
    });
    const answer = await response.text();
    if (!response.ok) this.faults.push(`change ${number}: ${response.status} ${answer}`);
    else this.#acknowledged = number;
  }

  async #config(): Promise<{ readonly body: Shown; readonly revision: string }> {
    const response = await fetch(`${this.#address}/devices/${DEVICE}/config`);
    const body = (await response.json()) as Shown;
    return { body, revision: response.headers.get('etag')! };
  }

  get #address(): string {
    return `http://127.0.0.1:${this.#service.port}/api/v1`;
  }
}
