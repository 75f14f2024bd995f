/** Parts of a path by name: `device/boiler-1/tags` by `device/:device/tags` gives `{ device: 'boiler-1' }`. */
export type PageParams = Readonly<Record<string, string>>;

/** The parameters of a path, or undefined when the pattern is not its. */
export function matchPath(pattern: string, path: string): PageParams | undefined {
  const names = pattern.split('/');
  const parts = path.split('/');
  if (names.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, name] of names.entries()) {
    const part = parts[at]!;
    if (name.startsWith(':') && part !== '') params[name.slice(1)] = part;
    else if (name !== part) return undefined;
  }
  return params;
}

/** `/w/device/boiler-1/tags` → `device/boiler-1/tags`; undefined where the address is none of a tab. */
export const pathOfAddress = (pathname: string): string | undefined =>
  pathname.startsWith('/w/') && pathname.length > 3 ? pathname.slice(3) : undefined;

export const addressOfPath = (path: string): string => `/w/${path}`;
