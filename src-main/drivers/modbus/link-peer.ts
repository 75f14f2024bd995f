/** Where the requests of a device go, as errors name it. */
export interface LinkPeer {
  /** `192.168.1.10:502`, `/dev/ttyUSB0` */
  readonly place: string;
  /** Who answers for a unit that is silent: `The gateway at 192.168.1.10`. */
  readonly gateway: string;
  /** What should be spoken there: `Modbus TCP`. */
  readonly service: string;
  /** Serial lines are flushed and opened, the others dialled. */
  readonly kind: 'tcp' | 'serial';
  /** What errors carry for programs. */
  readonly context: Readonly<Record<string, string | number>>;
}

export function tcpPeer(host: string, port: number, service = 'Modbus TCP'): LinkPeer {
  return { place: `${host}:${port}`, gateway: `The gateway at ${host}`, service, kind: 'tcp', context: { host, port } };
}

export function serialPeer(path: string): LinkPeer {
  return { place: path, gateway: `A gateway on ${path}`, service: 'Modbus RTU', kind: 'serial', context: { path } };
}
