import { GatewayPeer } from '../../../src-main/drivers/modbus/gateway-peer.ts';
import type { Disposable } from '../../../src-main/kernel/lifetime.ts';

const TAGS = 10;
const UNIT = 1;

export interface RegisterDeviceOptions {
  /** How long it takes for an answer. */
  readonly answerMs?: number;
  readonly requestTimeout?: string;
}

/**
 * A Modbus device that counts executions: each command id is a register and a value that no other id has, so a write frame
 * says which id it carries out.
 */
export class RegisterDevice implements Disposable {
  static readonly id = 'plc-1';
  /** Where commands for it are sent. */
  static readonly topic = `nexus/cmd/${RegisterDevice.id}/write`;
  readonly #peer: GatewayPeer;
  readonly #options: RegisterDeviceOptions;

  private constructor(peer: GatewayPeer, options: RegisterDeviceOptions) {
    this.#peer = peer;
    this.#options = options;
    if (options.answerMs !== undefined) peer.lateMs.set(UNIT, options.answerMs);
  }

  static async start(options: RegisterDeviceOptions = {}): Promise<RegisterDevice> {
    return new RegisterDevice(await new GatewayPeer([UNIT], registers()).listen(), options);
  }

  get host(): string {
    return this.#peer.host;
  }

  get port(): number {
    return this.#peer.port;
  }

  /** The ids of all writes that it saw, in order. */
  get executed(): readonly number[] {
    return this.#peer.requests
      .filter(({ functionCode }) => functionCode === 6 || functionCode === 16)
      .map(({ pdu }) => (pdu.readUInt16BE(3) - 1) * TAGS + pdu.readUInt16BE(1));
  }

  /** Of a project. @param port where it is dialled; its own unless something stands between. */
  file(port = this.port): string {
    const rows = registers().map(
      ({ address }, n) => `  - { id: w${n}, address: ${address}, data_type: uint16, access: read_write }`,
    );
    return `id: ${RegisterDevice.id}
protocol: modbus-tcp
uns_prefix: acme/${RegisterDevice.id}
poll_interval: 1s
connection: { host: 127.0.0.1, port: ${port}, unit_id: ${UNIT}, request_timeout: ${this.#options.requestTimeout ?? '1s'} }
tags:
${rows.join('\n')}
`;
  }

  dispose(): Promise<void> {
    return this.#peer.dispose();
  }
}

/** The tag and the value that stand for an id. */
export const targetOf = (id: number): { readonly tag_id: string; readonly value: number } => ({
  tag_id: `w${id % TAGS}`,
  value: Math.floor(id / TAGS) + 1,
});

/** What a client sends for an id. */
export const bodyOf = (id: number, more: object = {}): object => ({
  ...targetOf(id),
  request_id: nameOf(id),
  ...more,
});

export const nameOf = (id: number): string => `id-${id}`;
export const idOf = (name: string): number => Number(name.slice(3));

const registers = () =>
  Array.from({ length: TAGS }, (_, register) => ({ address: `HR${register}`, dataType: 'uint16' as const }));
