import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from '../../../src-shared/domain/access.ts';
import { GateLimits } from '../../../src-shared/domain/deploy-gate.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { MOST_BYTES } from '../../deploy/package-manifest.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import { writeAtomic } from '../../kernel/write-atomic.ts';
import type { DeployAgent } from './deploy-agent.ts';
import { deployFolder } from './deploy-folder.ts';
import type { DeployParts } from './deploy-parts.ts';

const LOOK_EVERY_MS = 1_000;
/** After the start devices connect first: what they are then is what a package is compared with. */
const SETTLE_MS = 5_000;
const ORDER = /^[\w-]{8,64}\.json$/;

/** What a command at the gateway asks of the service that runs: a package that somebody carried here. */
export interface InboxOrder {
  /** Of the package, beside the order. */
  readonly file: string;
  readonly rollback: boolean;
  readonly overwrite: boolean;
  readonly limits?: GateLimits | undefined;
  /** Who ran the command. */
  readonly actor: string;
}

/** How it ended, for the command to read and to carry back. */
export interface InboxResult {
  readonly state: 'promoted' | 'rolled-back' | 'failed';
  readonly revision: number | null;
  readonly text: string;
  readonly code: string | null;
  readonly time: string;
}

export const inboxFolder = (project: string): string => join(deployFolder(project), 'inbox');

/**
 * Takes packages from a folder that only the user of the service can write to: whoever can has the project in his hands
 * anyway, and the package is signed all the same.
 */
export class PackageInbox implements Disposable {
  readonly #parts: DeployParts;
  readonly #agent: DeployAgent;
  readonly #lifetime = new Lifetime('package inbox');
  #isBusy = false;

  constructor(parts: DeployParts, agent: DeployAgent) {
    this.#parts = parts;
    this.#agent = agent;
    const begin = (): void => void this.#lifetime.add(parts.clock.every(LOOK_EVERY_MS, () => void this.#look()));
    this.#lifetime.add(parts.clock.after(SETTLE_MS, begin));
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  async #look(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      const folder = inboxFolder(this.#parts.folder);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const orders = (await readdir(folder)).filter((name) => ORDER.test(name));
      for (const name of orders) await this.#take(folder, name);
    } catch (error) {
      this.#parts.logger.warn('the inbox of packages could not be read', { error: String(error) });
    } finally {
      this.#isBusy = false;
    }
  }

  async #take(folder: string, name: string): Promise<void> {
    const order = JSON.parse(await readFile(join(folder, name), 'utf8')) as InboxOrder;
    const result = await this.#apply(join(folder, order.file), order).catch((error: unknown): InboxResult => {
      const { code, text } = toNexusError(error);
      return { state: 'failed', revision: null, text, code, time: new Date().toISOString() };
    });
    await writeAtomic(join(folder, `${name.slice(0, -5)}.result`), JSON.stringify(result));
    await rm(join(folder, order.file), { force: true });
    await rm(join(folder, name), { force: true });
  }

  async #apply(path: string, order: InboxOrder): Promise<InboxResult> {
    const { size } = await stat(path);
    if (size > MOST_BYTES)
      throw new NexusError('NX_DEPLOY_PACKAGE', `The package has ${size} bytes, ${MOST_BYTES} are the most.`);
    const actor: Identity = { kind: 'local', id: 'local', name: order.actor, roles: ['engineer'] };
    return await applyFile(this.#agent, await readFile(path), order, actor);
  }
}

/** Takes a package of a file through the same checks and the same gate; nobody needs to confirm what is done on the spot. */
export async function applyFile(
  agent: DeployAgent,
  bytes: Buffer,
  order: Pick<InboxOrder, 'rollback' | 'overwrite' | 'limits'>,
  actor: Identity,
): Promise<InboxResult> {
  const { hash } = agent.stage(bytes);
  const request = {
    limits: order.limits ?? GateLimits.parse({}),
    overwrite: order.overwrite,
    isRollback: order.rollback,
    kind: 'file',
    needsConfirmation: false,
  } as const;
  agent.apply(hash, request, actor);
  const { state, revision, text, code } = await agent.ended();
  const ended = state === 'promoted' || state === 'rolled-back' ? state : 'failed';
  return { state: ended, revision, text, code, time: new Date().toISOString() };
}
