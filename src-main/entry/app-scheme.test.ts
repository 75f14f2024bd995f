import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from 'electron';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SECURITY_HEADERS } from '../rpc/http-guard.ts';
import { recorded, StandInSession } from '../testing/electron-stand-in.ts';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';

vi.mock('electron', async () => (await import('../testing/electron-stand-in.ts')).electron);
const { registerAppScheme, serveAppScheme } = await import('./app-scheme.ts');
const { isAppUrl } = await import('./app-scheme-origin.ts');

let folder: ProjectFolder;
const own = new StandInSession();
beforeAll(async () => {
  folder = await givenProjectFolder({
    'pages/index.html': '<!doctype html><title>Nexus Edge</title>',
    'pages/assets/index-1.js': 'export {};',
    'pages/assets/index-1.css': ':root {}',
    'pages/assets/inter 1.woff2': 'font',
    'pages/assets/index-1.js.map': '{}',
    'secret.txt': 'secret',
    'pages-of-others/index.html': 'other',
  });
  await symlink(join(folder.path, 'secret.txt'), join(folder.path, 'pages/linked.json'));
  await serveAppScheme(own as unknown as Session, join(folder.path, 'pages'));
});
afterAll(() => folder.remove());

const ask = (url: string, method = 'GET'): Promise<Response> =>
  // A Request of Node takes no scheme of one's own; Electron's does.
  own.schemes.get('app')!({ url, method } as Request);

describe('app://nexus', () => {
  it('is an origin like https without further rights', () => {
    registerAppScheme();
    expect(recorded.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  it.each([
    ['app://nexus/', 'text/html; charset=utf-8'],
    ['app://nexus/index.html', 'text/html; charset=utf-8'],
    ['app://nexus/w/device/boiler-1/tags?x=1#y', 'text/html; charset=utf-8'],
    ['app://nexus/assets/index-1.js', 'text/javascript; charset=utf-8'],
    ['app://nexus/assets/index-1.css', 'text/css; charset=utf-8'],
    ['app://nexus/assets/inter%201.woff2', 'font/woff2'],
  ])('serves %s as %s with every security header', async (url, type) => {
    const response = await ask(url);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(response.headers.get(name)).toBe(value);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
  });

  it.each([
    'app://nexus/../secret.txt',
    'app://nexus/%2e%2e/secret.txt',
    'app://nexus/..%2fsecret.txt',
    'app://nexus/..%5csecret.txt',
    'app://nexus/assets/../../secret.txt',
    'app://nexus//etc/passwd',
    'app://nexus/linked.json',
    'app://nexus/assets/index-1.js.map',
    'app://nexus/assets/index-1.js/',
    'app://nexus/assets',
    'app://nexus/%00',
    'app://other/index.html',
    'app://nexus:80/index.html',
    'app://user@nexus/index.html',
    'app://nexus.evil.example/',
  ])('has nothing at %s', async (url) => {
    const response = await ask(url);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).not.toContain('secret');
  });

  it('reads only, and HEAD has no body', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await ask('app://nexus/', method)).status).toBe(405);
    const head = await ask('app://nexus/', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('serves what was there at the start, and nothing that came later', async () => {
    await mkdir(join(folder.path, 'pages/late'), { recursive: true });
    await writeFile(join(folder.path, 'pages/late/page.js'), 'late');
    expect((await ask('app://nexus/late/page.js')).status).toBe(404);
    await rm(join(folder.path, 'pages/late'), { recursive: true });
  });

  it('says how to make the pages where there are none', async () => {
    const bare = serveAppScheme(own as unknown as Session, join(folder.path, 'nowhere'));
    await expect(bare).rejects.toMatchObject({
      code: 'NX_NOT_FOUND',
      message: expect.stringContaining('npm run build'),
    });
  });
});

describe('the own origin', () => {
  it.each([
    'https://nexus/',
    'APP://nexus.evil/',
    'app:nexus',
    'nexus',
    '',
    'blob:app://nexus/1',
    'file:///app://nexus/',
  ])('is not %s', (url) => expect(isAppUrl(url)).toBe(false));
  it('is the scheme and the host', () => expect(isAppUrl('app://nexus/w/devices?x#y')).toBe(true));
});
