/*
 * The origin of the desktop's own page. Node's `URL` knows no origin of schemes of one's own (it is the text “null”), so
 * scheme and host are compared.
 */
export const APP_SCHEME = 'app';
export const APP_HOST = 'nexus';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const START_PAGE = `${APP_ORIGIN}/`;

/** Exactly `app://nexus/…`: no user, no port, no other spelling. */
export function isAppUrl(address: string): boolean {
  const url = URL.parse(address);
  if (!url || url.protocol !== `${APP_SCHEME}:`) return false;
  return url.host === APP_HOST && url.username === '' && url.password === '';
}
