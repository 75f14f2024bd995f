import { z } from 'zod';
import type { TargetView } from '../../../src-shared/contract/deploy-views.ts';
import { GateLimits } from '../../../src-shared/domain/deploy-gate.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { pairWith } from '../../deploy/agent-client.ts';
import { keyId } from '../../deploy/deploy-key.ts';
import type { StoredTarget } from '../../deploy/target-store.ts';
import { Emitter } from '../../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';
import type { DeployParts } from './deploy-parts.ts';
import { TargetLink } from './target-link.ts';

const ASK_EVERY_MS = 5_000;
const DEFAULT_PORT = 8480;

export interface TargetsView {
  readonly revision: number;
  readonly targets: TargetView[];
}

/** The gateways that this workstation deploys to. While somebody looks on they are asked every few seconds. */
export class TargetList implements Disposable {
  readonly changed = new Emitter<TargetsView>();
  readonly #parts: DeployParts;
  readonly #lifetime = new Lifetime('targets');
  readonly #links = new Map<string, TargetLink>();
  /** The run that a target is part of now. */
  readonly #runs = new Map<string, string>();
  #isAsking = false;

  constructor(parts: DeployParts) {
    this.#parts = parts;
    for (const target of parts.targets.targets) this.#links.set(target.id, new TargetLink(target, parts));
    this.#lifetime.add(parts.clock.every(ASK_EVERY_MS, () => void this.#askAll()));
  }

  get view(): TargetsView {
    const revision = this.#parts.editor.current.revision.number;
    return { revision, targets: [...this.#links.values()].map((link) => link.view(revision, this.#runOf(link))) };
  }

  /** @throws NexusError NX_NOT_FOUND */
  link(id: string): TargetLink {
    const found = this.#links.get(id) ?? [...this.#links.values()].find(({ target }) => target.name === id);
    if (found) return found;
    throw new NexusError('NX_NOT_FOUND', `There is no target “${id}”. Add it by the code that it shows.`, {
      target: id,
    });
  }

  viewOf(id: string): TargetView {
    const link = this.link(id);
    return link.view(this.#parts.editor.current.revision.number, this.#runOf(link));
  }

  /** A look at once for who begins to look on. */
  follow(listener: (view: TargetsView) => void): Disposable {
    void this.#askAll(true);
    return this.changed.on(listener);
  }

  /** Pairs with a gateway. @throws NexusError NX_DEPLOY_PAIRING, NX_DEPLOY_UNREACHABLE, NX_REQUEST_INVALID. */
  async add(
    asked: Pick<StoredTarget, 'name' | 'address' | 'devices'> & { readonly code: string },
  ): Promise<TargetView> {
    const { key, name, clock, targets } = this.#parts;
    if (targets.targets.some((known) => known.name === asked.name))
      throw new NexusError('NX_REQUEST_INVALID', `There is a target “${asked.name}” already. Choose another name.`);
    const place = await pairWith(addressOf(asked.address), asked.code, { key, name });
    const id = keyId(place.publicKey);
    const target: StoredTarget = {
      id,
      name: asked.name,
      address: place.address,
      devices: asked.devices,
      gate: GateLimits.parse({}),
      addedMs: Math.round(clock.wallUs() / 1_000),
      publicKey: place.publicKey,
      certificate: place.certificate,
      deployment: null,
    };
    await this.#put(target);
    return await this.check(id);
  }

  /** @throws NexusError NX_NOT_FOUND */
  async change(
    id: string,
    change: Partial<Pick<StoredTarget, 'name' | 'address' | 'devices' | 'gate' | 'deployment'>>,
  ): Promise<TargetView> {
    const { target } = this.link(id);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const address = change.address === undefined ? target.address : addressOf(change.address);
    await this.#put({ ...target, ...given, address });
    this.#tell();
    return this.viewOf(target.id);
  }

  /** @throws NexusError NX_NOT_FOUND, NX_DEPLOY_BUSY while it is part of a run. */
  async remove(id: string): Promise<void> {
    const link = this.link(id);
    if (this.#runOf(link) !== null)
      throw new NexusError(
        'NX_DEPLOY_BUSY',
        `A deploy to ${link.target.name} runs. Wait until it has ended, or cancel it.`,
      );
    await link.client.ask('unpair', {}, z.object({})).catch(() => undefined);
    await this.#parts.targets.remove(link.target.id);
    this.#links.delete(link.target.id);
    this.#tell();
  }

  /** Asks a gateway now; that it does not answer is part of the view. */
  async check(id: string): Promise<TargetView> {
    const link = this.link(id);
    await link.ask().catch(() => undefined);
    this.#tell();
    return this.viewOf(id);
  }

  /** @param run undefined: none any more. @throws NexusError NX_DEPLOY_BUSY */
  join(ids: readonly string[], run: string): void {
    const busy = ids.find((id) => this.#runs.has(id));
    if (busy !== undefined)
      throw new NexusError(
        'NX_DEPLOY_BUSY',
        `A deploy to ${this.link(busy).target.name} runs already. Wait until it has ended.`,
      );
    for (const id of ids) this.#runs.set(id, run);
    this.#tell();
  }

  leave(ids: readonly string[]): void {
    for (const id of ids) this.#runs.delete(id);
    this.#tell();
  }

  async dispose(): Promise<void> {
    await this.#lifetime.dispose();
  }

  #runOf({ target }: TargetLink): string | null {
    return this.#runs.get(target.id) ?? null;
  }

  async #put(target: StoredTarget): Promise<void> {
    await this.#parts.targets.put(target);
    this.#links.set(target.id, new TargetLink(target, this.#parts, this.#links.get(target.id)));
  }

  async #askAll(atOnce = false): Promise<void> {
    if (this.#isAsking || (this.changed.listenerCount === 0 && !atOnce)) return;
    this.#isAsking = true;
    await Promise.all([...this.#links.values()].map((link) => link.ask().catch(() => undefined)));
    this.#isAsking = false;
    this.#tell();
  }

  #tell(): void {
    if (!this.#lifetime.isDisposed) this.changed.emit(this.view);
  }
}

/** `edge-pc-03` is `https://edge-pc-03:8480`; loopback is asked without TLS. @throws NexusError NX_REQUEST_INVALID */
function addressOf(written: string): string {
  const isLocal = /^(?:127\.|localhost|\[::1\])/.test(written);
  const text = /^https?:\/\//.test(written) ? written : `${isLocal ? 'http' : 'https'}://${written}`;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.username !== '')
    throw new NexusError(
      'NX_REQUEST_INVALID',
      `“${written}” is not an address. Write for example https://edge-pc-03:${DEFAULT_PORT}.`,
    );
  const hasPort = /:\d+\/?$/.test(text);
  return `${url.protocol}//${url.hostname}:${hasPort ? url.port || (url.protocol === 'https:' ? 443 : 80) : DEFAULT_PORT}`;
}
