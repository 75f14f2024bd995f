import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3_KEY, S3Server } from '../../testing/s3-server.ts';
import { fileSum } from './file-sum.ts';
import { S3Place } from './s3-place.ts';

const { signal } = new AbortController();
let folder: string;
let server: S3Server;
let place: S3Place;
let options: ConstructorParameters<typeof S3Place>[0];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-s3-'));
  server = await S3Server.start(join(folder, 'store'), 'plant');
  options = {
    bucket: 'plant',
    prefix: 'line 1/',
    endpoint: server.endpoint,
    region: 'us-east-1',
    accessKey: S3_KEY,
    secretKey: S3_KEY,
  };
  place = new S3Place(options);
});

afterAll(async () => {
  await server.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function given(text: string): string {
  const path = join(folder, 'file');
  writeFileSync(path, text);
  return path;
}

const put = async (to: S3Place, name: string, text: string): Promise<void> => {
  const path = given(text);
  await to.put(name, path, await fileSum(path), signal);
};

describe('a bucket as the place of an archive', () => {
  it('has what was put there, below its prefix, and a file of the same name is replaced', async () => {
    await put(place, 'hall-1/2026/11/2026-11-21.parquet', 'first');
    await put(place, 'hall-1/2026/11/2026-11-21.parquet', 'x'.repeat(3_000_000));
    await put(place, 'hall-10/2026/11/2026-11-21.json', '{}');
    expect(await place.list('hall-1/', signal)).toEqual(['hall-1/2026/11/2026-11-21.parquet']);
    expect(await place.list('', signal)).toHaveLength(2);
    expect(await new S3Place({ ...options, prefix: '' }).list('line 1/hall-10', signal)).toEqual([
      'line 1/hall-10/2026/11/2026-11-21.json',
    ]);
  });

  it('lists more names than one answer of the store holds', async () => {
    const page = (names: readonly string[], next: string): string =>
      `<ListBucketResult><IsTruncated>${next !== ''}</IsTruncated>${names.map((name) => `<Contents><Key>line 1/${name}</Key></Contents>`).join('')}${next === '' ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`}</ListBucketResult>`;
    const asked: (string | null)[] = [];
    const paged = createServer((request, response) => {
      const token = new URL(request.url!, 'http://x').searchParams.get('continuation-token');
      asked.push(token);
      response.end(token === null ? page(['a &amp; b', 'c'], 'more=/+') : page(['d'], ''));
    });
    await once(paged.listen(0, '127.0.0.1'), 'listening');
    const endpoint = `http://127.0.0.1:${(paged.address() as AddressInfo).port}`;
    expect(await new S3Place({ ...options, endpoint }).list('', signal)).toEqual(['a & b', 'c', 'd']);
    expect(asked).toEqual([null, 'more=/+']);
    paged.close();
    paged.closeAllConnections();
  });

  it('takes nothing for stored whose bytes are others', async () => {
    const sum = await fileSum(given('other bytes'));
    await expect(place.put('wrong', given('some bytes'), sum, signal)).rejects.toMatchObject({
      code: 'NX_HISTORY_ARCHIVE',
    });
  });

  it.each([
    ['an unknown key', { accessKey: 'SOMEBODY' }, 'does not know the access key'],
    ['a missing bucket', { bucket: 'plantt' }, 'has no bucket “plantt”'],
    ['a store that is away', { endpoint: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1 does not answer ('],
  ])('says in plain words that it met %s, and never a secret', async (_what, change, words) => {
    const other = new S3Place({ ...options, secretKey: 'guessed', ...change });
    for (const attempt of [other.list('', signal), put(other, 'a', 'b')]) {
      const error = await attempt.then(
        () => new Error('it was taken'),
        (reason: unknown) => reason as Error,
      );
      expect(error).toMatchObject({ code: 'NX_HISTORY_ARCHIVE' });
      expect(error.message).toContain(words);
      expect(error.message).not.toContain('guessed');
    }
  });

  it('ends at once when it is called off', async () => {
    const cancelled = new AbortController();
    cancelled.abort();
    await expect(place.list('', cancelled.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
