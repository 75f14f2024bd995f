import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeployKey, openDeployKey } from './deploy-key.ts';
import { RequestGuard, type RequestHead, signRequest } from './signed-request.ts';

const folder = mkdtempSync(join(tmpdir(), 'nexus-signed-'));
afterAll(() => rmSync(folder, { recursive: true }));
const PLACE = { act: 'apply', target: 'gateway', boot: 'life-1' };
let key: DeployKey;
let guard: RequestGuard;
let nowMs = 1_000_000;

beforeAll(async () => {
  key = await openDeployKey(folder, (path, text) => Promise.resolve(writeFileSync(path, text)));
});
beforeEach(() => {
  guard = new RequestGuard(() => nowMs);
});

const signed = (atMs = nowMs): RequestHead => signRequest(key, PLACE, Buffer.from('{}'), atMs);

describe('a signed request', () => {
  it('comes in once', () => {
    const head = signed();
    expect(() => guard.admit(head, PLACE, key.publicKey)).not.toThrow();
    expect(() => guard.admit(head, PLACE, key.publicKey)).toThrow('NX_DEPLOY_STALE');
  });

  it('of a stranger does not come in', () => {
    expect(() => guard.admit(signed(), PLACE, undefined)).toThrow('NX_DEPLOY_KEY');
  });

  it.each([
    ['another act', { ...PLACE, act: 'abort' }],
    ['another gateway', { ...PLACE, target: 'other' }],
    ['an earlier life', { ...PLACE, boot: 'life-0' }],
  ])('is good for nothing at %s', (_what, place) => {
    expect(() => guard.admit(signed(), place, key.publicKey)).toThrow('NX_DEPLOY_KEY');
  });

  it.each([
    ['body', { body: '0'.repeat(64) }],
    ['time', { timeMs: 1_000_001 }],
    ['nonce', { nonce: '0'.repeat(32) }],
  ])('with another %s is refused', (_what, change) => {
    expect(() => guard.admit({ ...signed(), ...change }, PLACE, key.publicKey)).toThrow('NX_DEPLOY_KEY');
  });

  it('that is older or newer than a minute says which clock is wrong', () => {
    expect(() => guard.admit(signed(nowMs - 61_000), PLACE, key.publicKey)).toThrow('61 s behind');
    expect(() => guard.admit(signed(nowMs + 61_000), PLACE, key.publicKey)).toThrow('61 s ahead of');
    expect(() => guard.admit(signed(nowMs - 59_000), PLACE, key.publicKey)).not.toThrow();
  });

  it('from the future cannot come a second time for as long as it would be young enough', () => {
    const head = signed(nowMs + 59_000);
    guard.admit(head, PLACE, key.publicKey);
    nowMs += 118_000;
    expect(() => guard.admit(head, PLACE, key.publicKey)).toThrow('NX_DEPLOY_STALE');
  });
});
