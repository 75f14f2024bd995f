import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentRunView, DeploymentView } from '../../src-shared/contract/deploy-views.ts';
import type { WriteText } from './deploy-key.ts';

/** Deployments that one may go back to. */
const KEPT = 20;

/** A workstation that may deploy here. */
export interface PairedWorkstation {
  readonly id: string;
  readonly name: string;
  readonly publicKey: string;
  readonly pairedMs: number;
  /** Of its newest package that was taken. */
  readonly counter: number;
}

export interface StoredDeployment extends DeploymentView {
  /** Path → SHA-256 of the deployed files. */
  readonly files: Readonly<Record<string, string>>;
}

/** A change that is being tried: as long as this is on the disk, a start of the gateway takes it back. */
export interface PendingTrial {
  readonly id: string;
  readonly kind: AgentRunView['kind'];
  /** The revision of the gateway's project to go back to. */
  readonly before: number;
  /** What it is to become, without its number and end. */
  readonly deployment: Omit<StoredDeployment, 'number' | 'state' | 'text' | 'targetRevision'>;
}

interface Kept {
  readonly workstations: readonly PairedWorkstation[];
  /** Newest first. */
  readonly deployments: readonly StoredDeployment[];
  /** Of the newest deployment. */
  readonly number: number;
  /** The last trial that ended. */
  readonly lastTrial: string | null;
}

/** What a gateway remembers of deploys, in `.nexus/deploy`. Every change is on the medium when it resolves. */
export class AgentStore {
  readonly #folder: string;
  readonly #write: WriteText;
  #kept: Kept;

  private constructor(folder: string, write: WriteText, kept: Kept) {
    this.#folder = folder;
    this.#write = write;
    this.#kept = kept;
  }

  static async open(folder: string, write: WriteText): Promise<AgentStore> {
    const none: Kept = { workstations: [], deployments: [], number: 0, lastTrial: null };
    const text = await readFile(join(folder, 'agent.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return new AgentStore(folder, write, text === undefined ? none : (JSON.parse(text) as Kept));
  }

  get workstations(): readonly PairedWorkstation[] {
    return this.#kept.workstations;
  }

  /** Newest first, those that were taken back among them. */
  get deployments(): readonly StoredDeployment[] {
    return this.#kept.deployments;
  }

  /** What runs here; undefined before the first. */
  get deployed(): StoredDeployment | undefined {
    return this.#kept.deployments.find(({ state }) => state === 'promoted');
  }

  async pair(workstation: Omit<PairedWorkstation, 'counter'>): Promise<void> {
    const known = this.#kept.workstations.find(({ id }) => id === workstation.id);
    const others = this.#kept.workstations.filter(({ id }) => id !== workstation.id);
    // Paired anew it keeps its counter: an old package of it stays an old one.
    await this.#save({ workstations: [...others, { ...workstation, counter: known?.counter ?? 0 }] });
  }

  async unpair(id: string): Promise<void> {
    await this.#save({ workstations: this.#kept.workstations.filter((known) => known.id !== id) });
  }

  async pending(): Promise<PendingTrial | undefined> {
    const text = await readFile(this.#pendingPath, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const pending = JSON.parse(text) as PendingTrial;
    // It ended, and only the removal of the file was cut short.
    if (pending.id !== this.#kept.lastTrial) return pending;
    await rm(this.#pendingPath, { force: true });
    return undefined;
  }

  /** From here on a crash ends with the state before. */
  async begin(pending: PendingTrial): Promise<void> {
    await this.#write(this.#pendingPath, JSON.stringify(pending));
  }

  /** The change was never made. */
  async forget(): Promise<void> {
    await rm(this.#pendingPath, { force: true });
  }

  /**
   * A trial ended: in one write it is a deployment and is no longer pending.
   * @param counter of the package that it came from, where it came from one.
   */
  async end(
    { id, deployment }: PendingTrial,
    end: Pick<StoredDeployment, 'state' | 'text' | 'targetRevision'>,
    counter?: { readonly key: string; readonly value: number },
  ): Promise<StoredDeployment> {
    const number = this.#kept.number + 1;
    const made: StoredDeployment = { number, ...deployment, ...end };
    const counted = ({ ...known }: PairedWorkstation): PairedWorkstation =>
      counter && known.id === counter.key ? { ...known, counter: Math.max(known.counter, counter.value) } : known;
    await this.#save({
      number,
      lastTrial: id,
      deployments: kept([made, ...this.#kept.deployments]),
      workstations: this.#kept.workstations.map(counted),
    });
    await rm(this.#pendingPath, { force: true });
    return made;
  }

  get #pendingPath(): string {
    return join(this.#folder, 'pending.json');
  }

  async #save(change: Partial<Kept>): Promise<void> {
    const next = { ...this.#kept, ...change };
    await this.#write(join(this.#folder, 'agent.json'), JSON.stringify(next));
    this.#kept = next;
  }
}

/** The one that runs stays, however many were tried in vain since. */
function kept(deployments: readonly StoredDeployment[]): readonly StoredDeployment[] {
  const running = deployments.find(({ state }) => state === 'promoted');
  const newest = deployments.slice(0, KEPT);
  return running && !newest.includes(running) ? [...newest.slice(0, KEPT - 1), running] : newest;
}
