import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { HostSupervisor } from '../../kernel/host-supervisor.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { createLogger } from '../../kernel/logger.ts';
import { eventually } from '../../testing/eventually.ts';
import { FilesClient } from './files-client.ts';

/** Found by changing bytes at random: the library that reads Parquet goes round in it for ever. */
const ENDLESS = fileURLToPath(
  new URL('../../testing/corpus/files/history-as-parquet/a-page-that-leads-back.bin', import.meta.url),
);
const lifetime = new Lifetime('test');
afterAll(() => lifetime.dispose());

it('a file that leads nowhere is given up in words, and the next one is read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-stuck-'));
  lifetime.defer(() => rmSync(folder, { recursive: true }));
  const url = new URL('../../entry/files-host.ts', import.meta.url);
  const host = new HostSupervisor({ name: 'files', url, data: () => undefined }, systemClock, createLogger('error'));
  const client = lifetime.add(new FilesClient(host, 1_000));
  await expect(client.read(ENDLESS, 2e15).next()).rejects.toMatchObject({
    code: 'NX_REQUEST_INVALID',
    text: expect.stringContaining('did not come back within 1 s') as string,
  });
  const sound = join(folder, 'sound.csv');
  writeFileSync(sound, 'time,topic,value\n2026-01-01T00:00:00Z,acme/pump,4.5\n');
  await eventually(async () => {
    const { value } = await client.read(sound, 2e15).next();
    expect(value?.points).toHaveLength(1);
  });
});
