import type { AgentRunView, AgentState } from '../../../src-shared/contract/deploy-views.ts';
import type { Identity } from '../../../src-shared/domain/access.ts';
import type { GateLimits } from '../../../src-shared/domain/deploy-gate.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { PendingTrial, StoredDeployment } from '../../deploy/agent-store.ts';
import { PACKAGE_FORMAT } from '../../deploy/package-manifest.ts';
import { readPackage, type VerifiedPackage } from '../../deploy/read-package.ts';
import { Trial, trialRuns } from '../../deploy/trial.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import { type Check, freeBytes } from './agent-checks.ts';
import type { DeployParts } from './deploy-parts.ts';
import { changesTo, deployedFiles, deviceOfPath, hashesOf, isSameFiles } from './deployed-files.ts';
import { probeDevices } from './probe-devices.ts';
import { requireDeployable } from './require-deployable.ts';
import { filesOfRevision, restoreFiles } from './restore-files.ts';

export interface ApplyRequest {
  readonly limits: GateLimits;
  /** Deployment that the sender knew to run here; undefined: he did not look. */
  readonly base?: number | null | undefined;
  /** Replaces what was changed here. */
  readonly overwrite: boolean;
  /** Takes an older package than the last one. */
  readonly isRollback: boolean;
  readonly kind: 'deploy' | 'file';
  readonly needsConfirmation: boolean;
}

export interface RollbackRequest {
  readonly deployment: number;
  readonly devices: readonly string[] | null;
  readonly limits: GateLimits;
  readonly author: string;
  readonly comment: string;
  readonly node: string;
}

/** The side of a gateway: what others may do to its configuration, always on trial. */
export class DeployAgent implements Disposable {
  readonly #parts: DeployParts;
  #staged: VerifiedPackage | undefined;
  #trial: Trial | undefined;

  constructor(parts: DeployParts) {
    this.#parts = parts;
  }

  get run(): AgentRunView | null {
    return this.#trial?.view ?? null;
  }

  /** How the trial that runs, or ran last, ends. @throws NexusError NX_NOT_FOUND where there was none. */
  async ended(): Promise<AgentRunView> {
    if (this.#trial) return await this.#trial.ended;
    throw new NexusError('NX_NOT_FOUND', 'No deploy is on trial on this gateway.');
  }

  /** True while a change is on trial. */
  get isBusy(): boolean {
    return this.#trial !== undefined && !this.#trial.isOver;
  }

  async state(): Promise<AgentState> {
    const { name, version, clock, editor, figures, store, folder } = this.#parts;
    const { revision, project } = editor.current;
    const deployed = store.deployed;
    const files = hashesOf(deployedFiles(project.text));
    const isMoved = !isSameFiles(files, deployed?.files ?? {});
    return {
      name,
      version,
      format: PACKAGE_FORMAT,
      timeMs: Math.round(clock.wallUs() / 1_000),
      project: project.config.project.name,
      revision: revision.number,
      deployed: deployed ? viewOf(deployed) : null,
      files,
      deployedFiles: { ...deployed?.files },
      lastChange: isMoved
        ? { author: revision.author, comment: revision.comment, timeMs: Math.round(revision.timeUs / 1_000) }
        : null,
      ...figures.counts(),
      freeBytes: await freeBytes(folder),
      allowsSimulated: project.config.deploy.allow_simulated,
      run: this.run,
      deployments: store.deployments.map(viewOf),
    };
  }

  /** Texts of deployed files as they are now; those that are not there are left out. */
  files(paths: readonly string[]): Record<string, string> {
    const files = deployedFiles(this.#parts.editor.current.project.text);
    return Object.fromEntries(paths.flatMap((path) => (files.has(path) ? [[path, files.get(path)!]] : [])));
  }

  /** Checks a package and keeps it until it is applied, or another one comes. @throws as `readPackage`. */
  stage(bytes: Buffer): VerifiedPackage {
    const { store, key } = this.#parts;
    const keyOf = (id: string): string | undefined =>
      store.workstations.find((workstation) => workstation.id === id)?.publicKey;
    this.#staged = readPackage(bytes, { keyOf, target: key.id });
    return this.#staged;
  }

  /** Reads the devices once that would be other than they are. */
  async probe(hash: string): Promise<Check[]> {
    const { files } = this.#stagedPackage(hash);
    const { text } = this.#parts.editor.current.project;
    const differ = [...files].filter(([path, content]) => text.get(path) !== content);
    const ids = differ.flatMap(([path]) => deviceOfPath(path) ?? []);
    return await probeDevices(this.#parts, new Map([...text, ...files]), ids);
  }

  /**
   * Puts the package on trial; how that goes on is seen at `run`.
   * @throws NexusError NX_DEPLOY_OLD, NX_DEPLOY_MOVED, NX_DEPLOY_CHECKS, NX_DEPLOY_SIMULATOR, NX_DEPLOY_BUSY.
   */
  apply(hash: string, request: ApplyRequest, actor: Identity): AgentRunView {
    const { store, editor, name } = this.#parts;
    const { manifest, files, key } = this.#stagedPackage(hash);
    if (this.isBusy) throw trialRuns();
    const workstation = store.workstations.find(({ id }) => id === key);
    if (workstation && manifest.counter <= workstation.counter && !request.isRollback) {
      const text = `The package of revision ${manifest.revision} is older than the last one that ${workstation.name} deployed to ${name}. Deploy the newer one, or ask for a rollback.`;
      throw new NexusError('NX_DEPLOY_OLD', text, { counter: manifest.counter, last: workstation.counter });
    }
    this.#requireUnmoved(request);
    requireDeployable(editor, files, { allowsSimulated: editor.current.project.config.deploy.allow_simulated });
    const deployment: PendingTrial['deployment'] = {
      revision: manifest.revision,
      kind: request.kind,
      author: manifest.author,
      comment: manifest.comment,
      node: manifest.node,
      timeMs: this.#nowMs(),
      devices: [...files.keys()].flatMap((path) => deviceOfPath(path) ?? []),
      files: hashesOf(files),
    };
    const counter = { key, value: manifest.counter };
    return this.#start({ ...request, deployment, files, actor, counter });
  }

  /** Takes the gateway back to a deployment that it had. @throws NexusError NX_NOT_FOUND, NX_DEPLOY_BUSY. */
  async rollback(request: RollbackRequest, actor: Identity): Promise<AgentRunView> {
    const { store, editor } = this.#parts;
    if (this.isBusy) throw trialRuns();
    const found = store.deployments.find(({ number }) => number === request.deployment);
    if (!found || found.state !== 'promoted')
      throw new NexusError('NX_NOT_FOUND', `There is no deployment ${request.deployment} to go back to here.`);
    const then = await filesOfRevision(editor, found.targetRevision);
    const { devices } = request;
    const isWanted = (path: string): boolean => devices === null || devices.includes(deviceOfPath(path) ?? '');
    const now = deployedFiles(editor.current.project.text);
    const files = new Map([
      ...[...now].filter(([path]) => !isWanted(path)),
      ...[...then].filter(([path]) => isWanted(path)),
    ]);
    const deployment: PendingTrial['deployment'] = {
      revision: devices === null ? found.revision : (store.deployed?.revision ?? found.revision),
      kind: 'rollback',
      author: request.author,
      comment: request.comment,
      node: request.node,
      timeMs: this.#nowMs(),
      devices: [...files.keys()].flatMap((path) => deviceOfPath(path) ?? []),
      files: hashesOf(files),
    };
    return this.#start({ limits: request.limits, kind: 'rollback', needsConfirmation: true, deployment, files, actor });
  }

  /** @throws NexusError NX_NOT_FOUND */
  confirm(run: string): AgentRunView {
    this.#trialOf(run).confirm();
    return this.#trialOf(run).view;
  }

  /** @throws NexusError NX_NOT_FOUND */
  async abort(run: string | undefined, who: string): Promise<AgentRunView> {
    const trial = run === undefined ? this.#trial : this.#trialOf(run);
    if (!trial) throw new NexusError('NX_NOT_FOUND', 'No deploy is on trial on this gateway.');
    trial.abort(`${who} ended it`);
    return await trial.ended;
  }

  /** Waits until nothing is on trial, or no longer looks at it. */
  async dispose(): Promise<void> {
    this.#trial?.halt();
    await this.#trial?.ended;
  }

  #requireUnmoved({ base, overwrite, isRollback }: ApplyRequest): void {
    const { store, editor, name } = this.#parts;
    const deployed = store.deployed;
    if (overwrite || isRollback) return;
    const { revision, project } = editor.current;
    const files = hashesOf(deployedFiles(project.text));
    if (!isSameFiles(files, deployed?.files ?? {})) {
      const at = new Date(revision.timeUs / 1_000).toISOString();
      const text = `${name} was changed at the gateway itself: ${revision.author} applied “${revision.comment}” at ${at}. Compare before you deploy.`;
      throw new NexusError('NX_DEPLOY_MOVED', text);
    }
    if (base === undefined || (deployed?.number ?? null) === base) return;
    const by = deployed
      ? `${deployed.author} deployed it from ${deployed.node} at ${new Date(deployed.timeMs).toISOString()}`
      : 'Nothing of it is deployed any more';
    const text = `${name} runs revision ${deployed?.revision ?? 'none'}, not the one that was known. ${by}. Compare before you deploy.`;
    throw new NexusError('NX_DEPLOY_MOVED', text);
  }

  #start(start: {
    readonly limits: GateLimits;
    readonly kind: PendingTrial['kind'];
    readonly needsConfirmation: boolean;
    readonly deployment: PendingTrial['deployment'];
    readonly files: ReadonlyMap<string, string>;
    readonly actor: Identity;
    readonly counter?: { readonly key: string; readonly value: number };
  }): AgentRunView {
    const { clock, store, editor, figures, name, logger, record } = this.#parts;
    const { limits, kind, needsConfirmation, deployment, files, actor, counter } = start;
    const edit = { author: `deploy ${deployment.author}`, comment: deployment.comment };
    const before = store.deployed?.revision ?? null;
    const trial = new Trial({
      ...{ clock, store, limits, needsConfirmation, kind, deployment, counter, gateway: name },
      plant: {
        revision: () => editor.current.revision.number,
        begin: () => figures.begin(),
        apply: async () => (await editor.change((text) => changesTo(text, files), edit)).revision.number,
        restore: async (revision) =>
          void (await restoreFiles(editor, revision, { author: 'deploy', comment: 'Health gate not met' })),
        figures: () => figures.now(),
      },
    });
    this.#trial = trial;
    this.#staged = undefined;
    const run = async (): Promise<void> => {
      const about = { actor, object: name, reason: deployment.comment, before, after: deployment.revision };
      try {
        await record({ action: 'deploy.started', ...about, result: 'ok' });
      } catch (error) {
        return trial.refuse(toNexusError(error));
      }
      const end = await trial.run().catch((error: unknown) => {
        logger.warn(`a deploy was not applied: ${toNexusError(error).text}`);
        return trial.view;
      });
      const action = end.state === 'promoted' ? 'deploy.applied' : 'deploy.rolledBack';
      logger.info(end.state === 'promoted' ? 'a deploy was promoted' : `a deploy ended: ${end.text}`, {
        revision: deployment.revision,
        comment: deployment.comment,
      });
      const result = end.state === 'promoted' ? 'ok' : 'failed';
      await record({ action, ...about, result, ...(end.code !== null && { code: end.code }) });
    };
    run().catch((error: unknown) => logger.error('a deploy met an unexpected error', { error: String(error) }));
    return trial.view;
  }

  #stagedPackage(hash: string): VerifiedPackage {
    if (this.#staged?.hash === hash) return this.#staged;
    throw new NexusError('NX_DEPLOY_PACKAGE', 'That package is not here any more. Send it again.');
  }

  #trialOf(run: string): Trial {
    if (this.#trial?.id === run) return this.#trial;
    throw new NexusError('NX_NOT_FOUND', 'That deploy is not on trial on this gateway any more.');
  }

  #nowMs(): number {
    return Math.round(this.#parts.clock.wallUs() / 1_000);
  }
}

/** Without the hashes, which only the gateway itself needs. */
const viewOf = ({ files: _files, ...view }: StoredDeployment): AgentState['deployments'][number] => ({
  ...view,
  devices: [...view.devices],
});
