import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { SECURITY_HEADERS } from '../rpc/http-guard.ts';
import { APP_HOST, APP_SCHEME, isAppUrl } from './app-scheme-origin.ts';
import { listPages, type PageFile } from './app-scheme-pages.ts';

/** Before the app is ready: makes `app://` an origin like https, with fetch, workers and modules, and no more rights. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Serves the built pages to one session. What can be asked for is listed once, at the start: a path of an address is
 * looked up in the list and never reaches the disk.
 *
 * @param pages folder of the built pages.
 */
export async function serveAppScheme(own: Pick<Session, 'protocol'>, pages: string): Promise<void> {
  const files = await listPages(pages);
  own.protocol.handle(APP_SCHEME, (request) => answer(request, files));
}

async function answer(request: Request, files: ReadonlyMap<string, PageFile>): Promise<Response> {
  if (!isAppUrl(request.url)) return refusal(404, `There is only ${APP_SCHEME}://${APP_HOST}/.`);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, `${request.method} is not answered.`);
  const { pathname } = new URL(request.url);
  // A tab's own address is a view of the same page.
  const file = files.get(pathname === '/' || pathname.startsWith('/w/') ? '/index.html' : pathname);
  if (!file) return refusal(404, 'The workstation has no such page.');
  const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(file.path));
  return new Response(body, { headers: { ...HEADERS, 'content-type': file.type, 'cache-control': 'no-cache' } });
}

/** The page of the window asks for no network at all: its engine is behind a port (reliability reference 4.4). */
const HEADERS: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  'cross-origin-resource-policy': 'same-origin',
};

function refusal(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' } });
}
