const NAMESPACE = 'spBv1.0';

export interface NodeIdentity {
  readonly group: string;
  readonly node: string;
}

/** Where a command wants to go; `device` undefined: to the node itself. */
export interface CommandPlace {
  readonly device: string | undefined;
}

/** The topics of one edge node (Sparkplug 3.0, 4). */
export class SparkplugTopics {
  readonly nodeBirth: string;
  readonly nodeData: string;
  readonly nodeDeath: string;
  readonly nodeCommand: string;
  /** Filter of the commands to all devices of the node. */
  readonly deviceCommands: string;
  readonly #group: string;
  readonly #node: string;

  constructor({ group, node }: NodeIdentity) {
    this.#group = group;
    this.#node = node;
    this.nodeBirth = this.#of('NBIRTH');
    this.nodeData = this.#of('NDATA');
    this.nodeDeath = this.#of('NDEATH');
    this.nodeCommand = this.#of('NCMD');
    this.deviceCommands = this.#of('DCMD', '+');
  }

  deviceBirth(device: string): string {
    return this.#of('DBIRTH', device);
  }

  deviceData(device: string): string {
    return this.#of('DDATA', device);
  }

  deviceDeath(device: string): string {
    return this.#of('DDEATH', device);
  }

  /** Undefined for a topic that is no command to this node. */
  commandPlace(topic: string): CommandPlace | undefined {
    if (topic === this.nodeCommand) return { device: undefined };
    const start = this.deviceCommands.slice(0, -1);
    if (!topic.startsWith(start)) return undefined;
    const device = topic.slice(start.length);
    return device === '' || device.includes('/') ? undefined : { device };
  }

  #of(type: string, device?: string): string {
    return [NAMESPACE, this.#group, type, this.#node, ...(device === undefined ? [] : [device])].join('/');
  }
}

/** Where a host application says whether it is there. */
export function hostStateTopic(host: string): string {
  return `${NAMESPACE}/STATE/${host}`;
}
