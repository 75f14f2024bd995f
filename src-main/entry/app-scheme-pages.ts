import { readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

/** A file that a page may ask for. */
export interface PageFile {
  readonly path: string;
  readonly type: string;
}

/** The kinds of file that the build makes; a file of another kind is not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * Every file of the built pages by the path of its address (`/assets/index.js`). Links are not followed.
 *
 * @throws NexusError NX_NOT_FOUND when the folder holds no index.html: the product was not built.
 */
export async function listPages(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, PageFile>();
  for (const entry of entries) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const address = relative(folder, path).split(sep).map(encodeURIComponent).join('/');
    files.set(`/${address}`, { path, type });
  }
  if (!files.has('/index.html')) {
    throw new NexusError('NX_NOT_FOUND', `The pages are not in ${folder}. Build them: npm run build.`, { folder });
  }
  return files;
}
