import type { ServiceProcess } from '../../../src-main/testing/service-process.ts';
import type { DiskLook } from './disk-look.ts';

const IDS = ['s0', 's1', 's2'] as const;
/** The project has none of them. */
const NONE = 'none';
const TORN = 'torn';

/**
 * Changes of the project that write three files at once: three devices come, with a description that no change before had, or
 * all three go. So a change that was made in part shows.
 */
export class ConfigChanger {
  applied = 0;
  readonly #service: ServiceProcess;
  readonly #disk: DiskLook;
  /** Where the devices are. */
  readonly #port: number;
  #state: string = NONE;
  /** What was asked for and not answered. */
  #asked: string | undefined;
  /** The newest known revision that has none of them. */
  #without: number | undefined;

  constructor(service: ServiceProcess, disk: DiskLook, port: number) {
    this.#service = service;
    this.#disk = disk;
    this.#port = port;
  }

  /** Makes the next change. Rejects when the service ends before it answers. */
  async change(): Promise<void> {
    if (this.#state === NONE) {
      const description = `change ${this.applied++}`;
      this.#asked = description;
      await this.#post('/import', { yaml: this.#devices(description), comment: description });
    } else {
      this.#asked = NONE;
      await this.#post(`/revisions/${this.#without!}/restore`, { comment: `away ${this.applied++}` });
    }
    await this.#settle(this.#asked);
  }

  /** Goes back to none, so that the next change brings new files. */
  async clear(): Promise<void> {
    if (this.#state !== NONE) await this.change();
  }

  /** Called when the service serves again. @returns what is wrong with the project, in words; undefined: the old or the new state, whole. */
  async look(): Promise<string | undefined> {
    const state = stateOf(await this.#disk.devices());
    const running = await this.#service.get<{ id: string; description: string }[]>('/api/v1/devices');
    const runs = stateOf(new Map(running.map(({ id, description }) => [id, description])));
    const allowed = [this.#state, ...(this.#asked === undefined ? [] : [this.#asked])];
    await this.#settle(state);
    if (runs !== state) return `“${state}” is on disk, and “${runs}” runs`;
    return allowed.includes(state)
      ? undefined
      : `“${state}” is there, not ${allowed.map((each) => `“${each}”`).join(' or ')}`;
  }

  async #settle(state: string): Promise<void> {
    this.#state = state;
    this.#asked = undefined;
    if (state !== NONE) return;
    this.#without = (await this.#service.get<{ revision: number }>('/api/v1/devices/plc-1/config')).revision;
  }

  #devices(description: string): string {
    const devices = IDS.map(
      (id) => `  - id: ${id}
    description: ${description}
    protocol: modbus-tcp
    uns_prefix: spare/${id}
    poll_interval: 1s
    connection: { host: 127.0.0.1, port: ${this.#port}, unit_id: 1 }
    tags: [{ id: a, address: HR0, data_type: uint16 }]
`,
    );
    return `devices:\n${devices.join('')}`;
  }

  async #post(path: string, body: object): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${this.#service.port}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${text}`);
  }
}

function stateOf(devices: ReadonlyMap<string, string>): string {
  const found = IDS.map((id) => devices.get(id) ?? NONE);
  return new Set(found).size === 1 ? found[0]! : TORN;
}
