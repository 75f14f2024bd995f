/** Pages of which there is one. */
const PAGES = ['welcome', 'devices', 'writes', 'diagnostics'] as const;

/** What a tab shows, by its path below `/w/`. */
export type TabSubject =
  | { readonly kind: (typeof PAGES)[number] }
  | { readonly kind: 'tags'; readonly device: string }
  | { readonly kind: 'trend'; readonly id: string };

/** The subject of a path, or undefined when no page has it. */
export function tabSubject(path: string): TabSubject | undefined {
  const page = PAGES.find((name) => name === path);
  if (page !== undefined) return { kind: page };
  const [, device] = /^device\/([^/]+)\/tags$/.exec(path) ?? [];
  if (device !== undefined) return { kind: 'tags', device };
  const [, id] = /^trend\/([^/]+)$/.exec(path) ?? [];
  return id === undefined ? undefined : { kind: 'trend', id };
}

/** `/w/device/boiler-1/tags` → `device/boiler-1/tags`; undefined for what is no page. */
export function pathOfAddress(pathname: string): string | undefined {
  const path = pathname.startsWith('/w/') ? pathname.slice(3) : '';
  return tabSubject(path) ? path : undefined;
}

export const addressOfPath = (path: string): string => `/w/${path}`;
