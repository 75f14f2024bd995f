import { tabOpened, useLayout } from '../state/layout.ts';
import { addressOfPath, pathOfAddress } from './page-path.ts';
import { pageOf } from './pages.tsx';

/** Each tab has an address: opens the one of this page, follows back and forward, and keeps the address true. */
export function followAddress(): void {
  const asked = askedPath();
  if (asked !== undefined) tabOpened(asked, 'preview');
  else if (useLayout.getState().active === null) tabOpened('welcome', 'kept');
  show('replace');
  useLayout.subscribe((layout, before) => {
    if (layout.active !== before.active) show('push');
  });
  window.addEventListener('popstate', () => {
    const path = askedPath();
    if (path !== undefined) tabOpened(path, 'preview');
  });
}

/** The tab that the address names, where there is such a page. */
function askedPath(): string | undefined {
  const path = pathOfAddress(location.pathname);
  return path !== undefined && pageOf(path) ? path : undefined;
}

function show(how: 'push' | 'replace'): void {
  const { active } = useLayout.getState();
  const address = active === null ? '/w/' : addressOfPath(active);
  if (location.pathname === address) return;
  // The fragment is left alone at the first turn: it may still hold the one-time token.
  if (how === 'replace') history.replaceState(null, '', address + location.hash);
  else history.pushState(null, '', address);
}
