import { readFile, stat } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../kernel/lifetime.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { SetupCode } from './setup-code.ts';

let lifetime = new Lifetime('set-up code test');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('set-up code test');
});

async function givenCode() {
  const folder = await givenProjectFolder({});
  lifetime.defer(() => folder.remove());
  const clock = new FakeClock();
  return { clock, setup: new SetupCode(folder.path, clock) };
}

describe('the set-up code', () => {
  it('has 128 bits, stands in a file for the service alone, and may be typed without its dashes', async () => {
    const { setup } = await givenCode();
    const code = await setup.issue();
    expect(code).toMatch(/^([0-9a-f]{4}-){7}[0-9a-f]{4}$/);
    expect(await readFile(setup.path, 'utf8')).toBe(`${code}\n`);
    expect((await stat(setup.path)).mode & 0o777).toBe(0o600);
    expect(setup.isRight(code.replaceAll('-', '').toUpperCase())).toBe(true);
  });

  it('is open for five tries, of which the sixth fails although it is right', async () => {
    const { setup } = await givenCode();
    const code = await setup.issue();
    for (let n = 0; n < 5; n++) expect(setup.isRight('0000')).toBe(false);
    expect(setup.isOpen).toBe(false);
    expect(setup.isRight(code)).toBe(false);
  });

  it('is open for a quarter of an hour, and a new one ends the one before', async () => {
    const { clock, setup } = await givenCode();
    const first = await setup.issue();
    const second = await setup.issue();
    expect(setup.isRight(first)).toBe(false);
    await clock.advance(15 * 60_000 + 1);
    expect(setup.isRight(second)).toBe(false);
  });

  it('is gone once it was used', async () => {
    const { setup } = await givenCode();
    const code = await setup.issue();
    await setup.end();
    expect(setup.isRight(code)).toBe(false);
    await expect(stat(setup.path)).rejects.toThrow('ENOENT');
  });
});
