import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PairingFacts, pairingProof } from './pairing.ts';
import { PairingDesk } from './pairing-desk.ts';

const FACTS: PairingFacts = {
  ...{ targetKey: 't', workstationKey: 'w', workstationName: 'ENG-02', boot: 'b', nonce: 'n', certificate: 'AA:BB' },
};
let folder: string;
let nowMs = 0;
let desk: PairingDesk;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-pairing-'));
  desk = new PairingDesk(
    folder,
    (path, text) => Promise.resolve(writeFileSync(path, text)),
    () => nowMs,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const proofOf = (code: string, facts = FACTS): Promise<string> => pairingProof(code, 'workstation', facts);

describe('a pairing code', () => {
  it('is eight characters that are not mistaken, typed as one likes, and proves both sides', async () => {
    const { code } = await desk.open();
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
    expect(await desk.prove(FACTS, await proofOf(typed))).toBe(await pairingProof(code, 'gateway', FACTS));
  });

  it('is good once', async () => {
    const proof = await proofOf((await desk.open()).code);
    await desk.prove(FACTS, proof);
    await expect(desk.prove(FACTS, proof)).rejects.toThrow('shows no pairing code');
  });

  it('is used up by five wrong tries, also when the service was started anew between', async () => {
    const { code } = await desk.open();
    for (let left = 4; left >= 0; left--) {
      const again = new PairingDesk(
        folder,
        (path, text) => Promise.resolve(writeFileSync(path, text)),
        () => nowMs,
      );
      const words = left === 0 ? 'used up' : `${left} of 5 tries are left`;
      await expect(again.prove(FACTS, await proofOf('AAAAAAAA'))).rejects.toThrow(words);
    }
    await expect(desk.prove(FACTS, await proofOf(code))).rejects.toThrow('NX_DEPLOY_PAIRING');
  });

  it('is used up by many tries at once as well', async () => {
    const { code } = await desk.open();
    const wrong = await proofOf('AAAAAAAA');
    const right = await proofOf(code);
    const tries = [wrong, wrong, wrong, wrong, wrong, right].map((proof) => desk.prove(FACTS, proof));
    expect((await Promise.allSettled(tries)).map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
  });

  it('ends after ten minutes', async () => {
    const { code } = await desk.open();
    nowMs += 600_001;
    await expect(desk.prove(FACTS, await proofOf(code))).rejects.toThrow('NX_DEPLOY_PAIRING');
  });

  it.each(['certificate', 'workstationKey', 'targetKey', 'nonce', 'boot'] as const)(
    'shows a stranger who puts another %s between',
    async (field) => {
      const { code } = await desk.open();
      const proof = await proofOf(code, { ...FACTS, [field]: 'stranger' });
      await expect(desk.prove(FACTS, proof)).rejects.toThrow('NX_DEPLOY_PAIRING');
    },
  );
});
