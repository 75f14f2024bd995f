/** Fields that name what a call is about, and what the trail calls it. The first one that is there counts. */
const NAMES: readonly (readonly [field: string, kind: string])[] = [
  ['user', 'user'],
  ['sink', 'sink'],
  ['target', 'target'],
  ['thumbprint', 'certificate'],
  ['topic', 'topic'],
  ['loop', 'loop'],
  ['revision', 'revision'],
];
/** What a bare `id` or `name` names, by the area of the call. */
const AREAS: Readonly<Record<string, string>> = {
  access: 'account',
  watches: 'watch',
  trends: 'trend',
  queries: 'query',
  layouts: 'layout',
  templates: 'template',
  checks: 'sheet',
  jobs: 'job',
  deploy: 'target',
  certificates: 'certificate',
};

/** What a call was about, as a list names it: `device boiler-1`, `tag boiler-1/flow`; empty where its input does not say. */
export function callObject(operation: string, input: unknown): string {
  if (typeof input !== 'object' || input === null) return '';
  const fields = input as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => {
    const value = fields[name];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
    return typeof id === 'string' ? id : undefined;
  };
  const device = text('device_id') ?? text('device');
  const tag = text('tag_id') ?? text('tag');
  if (device !== undefined) return tag === undefined ? `device ${device}` : `tag ${device}/${tag}`;
  for (const [name, kind] of NAMES) if (text(name) !== undefined) return `${kind} ${text(name)}`;
  const own = text('id') ?? text('name');
  const area = operation.slice(0, operation.indexOf('.'));
  return own === undefined ? '' : `${AREAS[area] ?? area} ${own}`;
}
