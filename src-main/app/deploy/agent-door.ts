import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Identity } from '../../../src-shared/domain/access.ts';
import { GateLimits } from '../../../src-shared/domain/deploy-gate.ts';
import { ERROR_CODES } from '../../../src-shared/errors/error-codes.ts';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { keyId } from '../../deploy/deploy-key.ts';
import { MOST_BYTES } from '../../deploy/package-manifest.ts';
import { hashOfBody, RequestGuard, type RequestHead, wordsOfAnswer } from '../../deploy/signed-request.ts';
import type { AgentAnswer, AgentRequest } from '../../rpc/serve-deploy.ts';
import { agentChecks } from './agent-checks.ts';
import type { DeployAgent } from './deploy-agent.ts';
import type { DeployParts } from './deploy-parts.ts';

const MOST_SMALL = 1024 * 1024;
const Head = z.object({
  key: z.string().regex(/^[0-9a-f]{64}$/),
  timeMs: z.coerce.number(),
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  body: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().max(128),
});
const Pair = z.object({
  publicKey: z.string().max(512),
  name: z.string().min(1).max(256),
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  proof: z.string().max(128),
});
const Need = z.object({
  env: z.string().max(256).optional(),
  file: z.string().max(1_024).optional(),
  secret: z.string().max(256).optional(),
});
const Needs = z.object({
  bytes: z.number(),
  format: z.number(),
  secrets: z.array(Need).max(10_000),
  serial: z.array(z.string().max(256)).max(1_000),
});
const Apply = z.object({
  package: z.string(),
  limits: GateLimits,
  base: z.number().nullable(),
  overwrite: z.boolean(),
});
const Rollback = z.object({
  deployment: z.number(),
  devices: z.array(z.string().max(64)).max(10_000).nullable(),
  limits: GateLimits,
  author: z.string().max(256),
  comment: z.string().max(512),
  node: z.string().max(256),
});

type Act = (body: Buffer, actor: Identity) => unknown;

/** Takes the requests of workstations: who is not paired learns the key of the gateway and nothing else. */
export class AgentDoor {
  readonly #parts: DeployParts;
  readonly #acts: Readonly<Record<string, Act>>;
  /** Of this life: requests that were signed for an earlier one are refused. */
  readonly #boot = randomUUID();
  readonly #guard: RequestGuard;
  #uploads = 0;

  constructor(parts: DeployParts, agent: DeployAgent) {
    this.#parts = parts;
    this.#guard = new RequestGuard(() => this.#nowMs());
    const json = <T>(body: Buffer, schema: z.ZodType<T>): T => schema.parse(JSON.parse(body.toString('utf8')));
    const Run = z.object({ run: z.string().max(64) });
    this.#acts = {
      state: () => agent.state(),
      check: (body) => agentChecks(parts.folder, json(body, Needs)),
      files: (body) => agent.files(json(body, z.object({ paths: z.array(z.string().max(256)).max(10_000) })).paths),
      upload: (body) => ({ package: agent.stage(body).hash }),
      probe: (body) => agent.probe(json(body, z.object({ package: z.string() })).package),
      apply: (body, actor) => {
        const { package: hash, ...request } = json(body, Apply);
        return agent.apply(hash, { ...request, isRollback: false, kind: 'deploy', needsConfirmation: true }, actor);
      },
      rollback: (body, actor) => agent.rollback(json(body, Rollback), actor),
      status: () => ({ run: agent.run }),
      confirm: (body) => agent.confirm(json(body, Run).run),
      abort: async (body, actor) => await agent.abort(json(body, Run).run, actor.name),
      unpair: async (_body, actor) => {
        await parts.store.unpair(actor.id);
        return {};
      },
    };
  }

  /** Answers one request; what goes wrong is an answer too. Every answer to a paired workstation is signed. */
  async answer(request: AgentRequest): Promise<AgentAnswer> {
    const nonce = request.headers['nexus-nonce'] ?? '';
    try {
      return this.#signed(nonce, 200, JSON.stringify(await this.#act(request)));
    } catch (error) {
      const known = error instanceof z.ZodError ? new NexusError('NX_REQUEST_INVALID') : toNexusError(error);
      if (known.code === 'NX_INTERNAL') this.#parts.logger.error('a deploy request failed', { error: String(error) });
      return this.#signed(nonce, ERROR_CODES[known.code].http, JSON.stringify(known.toShape()));
    }
  }

  async #act(request: AgentRequest): Promise<unknown> {
    const { act } = request;
    if (act === 'hello') {
      const certificate = request.certificate ?? '';
      const { key, name } = this.#parts;
      return { publicKey: key.publicKey, boot: this.#boot, certificate, name, timeMs: this.#nowMs() };
    }
    if (act === 'pair') return await this.#pair(request);
    const perform = this.#acts[act];
    if (!perform || !Object.hasOwn(this.#acts, act)) throw new NexusError('NX_NOT_FOUND');
    const actor = await this.#admit(request);
    if (act !== 'upload') return await perform(await bodyOf(request, MOST_SMALL), actor);
    if (this.#uploads > 0)
      throw new NexusError('NX_DEPLOY_BUSY', 'Another package is on its way to this gateway. Try again in a minute.');
    this.#uploads++;
    try {
      return await perform(await bodyOf(request, MOST_BYTES), actor);
    } finally {
      this.#uploads--;
    }
  }

  /** The signature is over the hash of the body, so that nothing is read for a stranger. */
  async #admit(request: AgentRequest): Promise<Identity> {
    const { headers, act } = request;
    const { store, key, record, name } = this.#parts;
    const read = Head.safeParse({
      key: headers['nexus-key'],
      timeMs: headers['nexus-time'],
      nonce: headers['nexus-nonce'],
      body: headers['nexus-body'],
      signature: headers['nexus-signature'],
    });
    if (!read.success)
      throw new NexusError('NX_DEPLOY_KEY', 'The request is not signed. Pair with this gateway first.');
    const head: RequestHead = read.data;
    // Not yet believed, and no reason for an entry of the trail: whoever was away does not know of the restart.
    if (headers['nexus-boot'] !== this.#boot)
      throw new NexusError('NX_DEPLOY_STALE', 'The gateway was started anew since. Ask it again.');
    const workstation = store.workstations.find(({ id }) => id === head.key);
    const actor: Identity = {
      kind: 'gateway',
      id: head.key,
      name: workstation?.name ?? `key ${head.key.slice(0, 8)}`,
      roles: ['engineer'],
    };
    try {
      this.#guard.admit(head, { act, target: key.id, boot: this.#boot }, workstation?.publicKey);
    } catch (error) {
      const { code } = toNexusError(error);
      await record({ action: 'deploy.refused', actor, object: name, result: 'refused', code, ip: request.ip });
      throw error;
    }
    return actor;
  }

  async #pair(request: AgentRequest): Promise<unknown> {
    const { key, name, pairing, store, record } = this.#parts;
    const {
      publicKey,
      name: workstation,
      nonce,
      proof,
    } = Pair.parse(JSON.parse((await bodyOf(request, MOST_SMALL, false)).toString('utf8')));
    const id = keyId(publicKey);
    const actor: Identity = { kind: 'gateway', id, name: workstation, roles: [] };
    const facts = {
      targetKey: key.publicKey,
      workstationKey: publicKey,
      workstationName: workstation,
      boot: this.#boot,
      nonce,
      certificate: request.certificate ?? '',
    };
    try {
      const own = await pairing.prove(facts, proof);
      await store.pair({ id, name: workstation, publicKey, pairedMs: this.#nowMs() });
      await record({ action: 'deploy.paired', actor, object: name, result: 'ok', ip: request.ip });
      return { proof: own, name };
    } catch (error) {
      const { code } = toNexusError(error);
      await record({ action: 'deploy.paired', actor, object: name, result: 'refused', code, ip: request.ip });
      throw error;
    }
  }

  #signed(nonce: string, status: number, body: string): AgentAnswer {
    return { status, body, signature: this.#parts.key.sign(wordsOfAnswer(nonce, status, body)) };
  }

  #nowMs(): number {
    return Math.round(this.#parts.clock.wallUs() / 1_000);
  }
}

/** @throws NexusError NX_DEPLOY_PACKAGE where it is too long, or is not what was signed. */
async function bodyOf({ body, headers }: AgentRequest, most: number, isSigned = true): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > most)
      throw new NexusError('NX_DEPLOY_PACKAGE', `More than ${most} bytes were sent. Nothing was changed.`);
    parts.push(part);
  }
  const whole = Buffer.concat(parts);
  if (isSigned && hashOfBody(whole) !== headers['nexus-body'])
    throw new NexusError('NX_DEPLOY_PACKAGE', 'What was sent is not what was signed. Nothing was changed.');
  return whole;
}
