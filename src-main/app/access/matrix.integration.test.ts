import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../../src-shared/contract/contract.ts';
import type { Contract, Procedure } from '../../../src-shared/contract/define.ts';
import { allows, type Identity, ROLES, type Role } from '../../../src-shared/domain/access.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { type AccessRig, ADMIN, accessRig } from '../../testing/access-rig.ts';
import { connectSocket, type SocketClient } from '../../testing/socket-client.ts';
import { accessGate } from './access-gate.ts';

/*
 * Every role against every call of the contract on every interface, made from the contract and the table of permissions:
 * a new call is tested here by existing. What is forbidden is refused with 403 before its input is looked at, and every
 * refusal stands in the audit trail.
 */

const calls = Object.entries(contract as Contract).flatMap(([area, members]) =>
  Object.entries(members).map(([name, member]) => ({ area, name, member, operation: `${area}.${name}` })),
);
const PASSWORD = 'gravel kettle lantern sofa';

const lifetime = new Lifetime('matrix test');
let rig: AccessRig;
let admin = '';
const sessions = new Map<Role, string>();
const windows = new Map<Role, SocketClient>();
let expectedRefusals = 0;

beforeAll(async () => {
  rig = await accessRig(lifetime);
  admin = (await rig.send('POST', '/session/setup', { code: rig.engine.setupCode, ...ADMIN })).body.session;
  for (const role of ROLES) {
    await rig.send('POST', 'users', { user: `a-${role}`, roles: [role], password: PASSWORD }, admin);
    const { body } = await rig.send('POST', '/session', { user: `a-${role}`, password: PASSWORD });
    sessions.set(role, body.session);
    windows.set(role, await connectSocket(rig.port, { session: body.session }));
    lifetime.defer(() => windows.get(role)!.close());
  }
}, 60_000);
afterAll(() => lifetime.dispose());

const pathOf = ({ path }: NonNullable<Procedure['rest']>): string => path.slice(1).replaceAll(/\{\w+\}/g, 'x');

async function codeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'ok';
  } catch (error) {
    return (error as { code?: string }).code ?? 'unknown';
  }
}

describe.each(ROLES)('%s', (role) => {
  const refused = calls.filter(({ member }) => !allows([role], member.permission));

  it('is refused over REST whatever the table does not allow, before anything is looked at', async () => {
    const wrong: string[] = [];
    for (const { member, operation } of refused) {
      if (member.kind !== 'procedure' || !member.rest) continue;
      const { method } = member.rest;
      const body = method === 'GET' || method === 'DELETE' ? undefined : { nonsense: true };
      const answer = await rig.send(method, pathOf(member.rest), body, sessions.get(role));
      expectedRefusals++;
      if (answer.status !== 403 || answer.body['title'] !== 'NX_ACCESS_FORBIDDEN')
        wrong.push(`${operation}: ${answer.status} ${String(answer.body['title'])}`);
    }
    expect(wrong).toEqual([]);
  });

  it('is refused on a socket whatever the table does not allow, streams too', async () => {
    const { rpc } = windows.get(role)!;
    const areas = rpc as unknown as Record<string, Record<string, (input: unknown) => Promise<AsyncIterable<unknown>>>>;
    const wrong: string[] = [];
    for (const { area, name, member, operation } of refused) {
      const call = areas[area]![name]!;
      const code = await codeOf(async () => {
        const answer =
          member.kind === 'event'
            ? await (call as unknown as (options: object) => Promise<AsyncIterable<unknown>>)({
                ...{ signal: AbortSignal.timeout(2_000), input: { nonsense: true } },
              })
            : await call({ nonsense: true });
        if (member.kind === 'event') for await (const _ of answer) break;
      });
      expectedRefusals++;
      if (code !== 'NX_ACCESS_FORBIDDEN') wrong.push(`${operation}: ${code}`);
    }
    expect(wrong).toEqual([]);
  });

  it('is let through the gate for whatever the table allows, on ports as on sockets', () => {
    const identity: Identity = { kind: 'user', id: role, name: role, roles: [role] };
    const gate = accessGate({
      access: { isLocked: () => false, sessions: { touch: () => {} } },
      ...{ plant: { directory: {} }, clock: systemClock },
    } as never);
    for (const { member, operation } of calls) {
      for (const via of ['port', 'socket', 'rest'] as const) {
        const call = { caller: 'test', via, session: 's', identity };
        const facts = { call, operation, permission: member.permission, input: undefined, changes: true };
        const admit = (): unknown => gate.admit(facts);
        if (allows([role], member.permission)) expect(admit, operation).not.toThrow();
        else expect(admit, operation).toThrow(/You may not .*\. Ask an? \w+\./);
      }
    }
  });
});

describe('refusals', () => {
  it('stand in the audit trail, every one', async () => {
    expect(expectedRefusals).toBeGreaterThan(300);
    await rig.send('POST', 'users', { user: 'the-auditor', roles: ['auditor'], password: PASSWORD }, admin);
    const folder = join(rig.folder, '.nexus', 'audit');
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.jsonl'));
    const lines = (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('').split('\n');
    const counted = lines.filter((line) => line.includes('"NX_ACCESS_FORBIDDEN"')).length;
    expect(counted).toBe(expectedRefusals);
  });
});
