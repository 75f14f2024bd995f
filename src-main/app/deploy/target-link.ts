import { z } from 'zod';
import { AgentState, type TargetView } from '../../../src-shared/contract/deploy-views.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { AgentClient } from '../../deploy/agent-client.ts';
import { keyWords } from '../../deploy/deploy-key.ts';
import type { StoredTarget } from '../../deploy/target-store.ts';
import type { DeployParts } from './deploy-parts.ts';
import { isSameFiles } from './deployed-files.ts';

/** One target as this workstation sees it: its client, and what it last said. */
export class TargetLink {
  readonly target: StoredTarget;
  readonly client: AgentClient;
  readonly #nowMs: () => number;
  #state: AgentState | undefined;
  #fault: NexusError | undefined;
  #seenMs: number | null = null;

  constructor(target: StoredTarget, { key, clock }: Pick<DeployParts, 'key' | 'clock'>, before?: TargetLink) {
    this.target = target;
    this.#nowMs = () => Math.round(clock.wallUs() / 1_000);
    this.client = new AgentClient(target, key, this.#nowMs);
    this.#state = before?.state;
    this.#seenMs = before?.seenMs ?? null;
  }

  get state(): AgentState | undefined {
    return this.#state;
  }

  get seenMs(): number | null {
    return this.#seenMs;
  }

  /** Asks how it is. @throws NexusError what kept it from answering, which the view tells too. */
  async ask(): Promise<AgentState> {
    try {
      this.#state = await this.client.ask('state', {}, AgentState);
      this.#seenMs = this.#nowMs();
      this.#fault = undefined;
      return this.#state;
    } catch (error) {
      this.#fault =
        error instanceof z.ZodError
          ? new NexusError('NX_DEPLOY_UNREACHABLE', 'The gateway speaks another version of this protocol. Update it.')
          : toNexusError(error);
      throw this.#fault;
    }
  }

  /** @param revision of the workspace. @param run the run that it is part of now. */
  view(revision: number, run: string | null): TargetView {
    const { id, name, address, devices, gate, addedMs } = this.target;
    const state = this.#state;
    const fault = this.#fault;
    const deployed = state?.deployed ?? null;
    return {
      ...{ id, name, address, gate, addedMs, run },
      devices: devices && [...devices],
      key: keyWords(id),
      agent: {
        state: fault ? (fault.code === 'NX_DEPLOY_UNREACHABLE' ? 'lost' : 'refused') : state ? 'ok' : 'unknown',
        version: state?.version ?? null,
        reason: fault ? { code: fault.code, text: fault.text } : null,
        seenMs: this.#seenMs,
      },
      runs: deployed && {
        revision: deployed.revision,
        timeMs: deployed.timeMs,
        author: deployed.author,
        comment: deployed.comment,
      },
      drift: driftOf(state, fault, revision, this.target.deployment),
      online: state ? state.devices : null,
      health: healthOf(state, fault, this.#seenMs, this.#nowMs()),
      deployments: [...(state?.deployments ?? [])],
    };
  }
}

function driftOf(
  state: AgentState | undefined,
  fault: NexusError | undefined,
  revision: number,
  known: number | null,
): TargetView['drift'] {
  if (!state || fault) return { kind: 'unknown', behind: 0, text: 'unknown' };
  const { deployed } = state;
  if (!isSameFiles(state.files, state.deployedFiles))
    return deployed
      ? { kind: 'moved', behind: 0, text: 'changed on the target' }
      : { kind: 'moved', behind: 0, text: 'has a configuration of its own' };
  if (!deployed) return { kind: 'never', behind: 0, text: 'nothing deployed' };
  if (known !== null && deployed.number !== known)
    return { kind: 'moved', behind: 0, text: `deployed from ${deployed.node}` };
  const behind = Math.max(0, revision - deployed.revision);
  return { kind: behind === 0 ? 'none' : 'behind', behind, text: behind === 0 ? 'none' : `${behind} behind` };
}

function healthOf(
  state: AgentState | undefined,
  fault: NexusError | undefined,
  seenMs: number | null,
  nowMs: number,
): TargetView['health'] {
  if (fault) {
    const text = seenMs === null ? 'no contact yet' : `no contact for ${agoText(nowMs - seenMs)}`;
    return { state: 'lost', text };
  }
  if (!state) return { state: 'unknown', text: 'not asked yet' };
  const { devices } = state;
  if (state.run && ['applying', 'gate', 'waiting', 'rolling-back'].includes(state.run.state))
    return { state: 'warning', text: `on trial: ${state.run.text}` };
  if (devices.connected < devices.total)
    return { state: 'warning', text: `${devices.total - devices.connected} of ${devices.total} devices offline` };
  return { state: 'ok', text: 'ok' };
}

function agoText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1_000)} s`;
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} d`;
}
