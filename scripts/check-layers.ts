import { posix } from 'node:path';
import { MAIN_LAYERS, PACKAGE_RULES, RENDERER_LAYERS } from './layer-rules.ts';
import { sourceFiles } from './source-files.ts';

/** Who may import whom (DESIGN 5), checked over every import of every file. Exit code 1 names each breach. */
interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
const files = sourceFiles();
const known = new Set(files.map((file) => file.path));
const breaches: string[] = [];
const imports: Import[] = [];

for (const { path, text } of files) {
  for (const match of text.matchAll(IMPORT)) {
    const target = match[2] ?? match[3]!;
    if (!target.startsWith('.')) {
      checkPackage(path, target);
      continue;
    }
    const to = posix.normalize(posix.join(posix.dirname(path), target));
    if (!known.has(to) && !/\.(css|json|svg|woff2?)$/.test(to))
      breaches.push(`${path}: imports ${target}, which is no file`);
    imports.push({ from: path, to, isType: match[1] !== undefined });
  }
}
for (const each of imports) checkPlace(each);
breaches.push(...cycles(imports.filter((each) => !each.isType)));

if (imports.length < 100) breaches.push(`Only ${imports.length} imports were read: the check itself is broken`);
for (const breach of breaches) console.error(breach);
console.log(`layers: ${files.length} files, ${imports.length} imports, ${breaches.length} breaches`);
process.exit(breaches.length === 0 ? 0 : 1);

function checkPackage(path: string, target: string): void {
  for (const rule of PACKAGE_RULES) {
    if (rule.package.test(target) && !rule.allowed.test(path))
      breaches.push(`${path}: may not import ${target}: ${rule.why}`);
  }
  if (path.startsWith('src-shared/') && !/\.test\.ts$/.test(path) && target !== 'zod')
    breaches.push(`${path}: src-shared imports zod only, not ${target}`);
}

function checkPlace({ from, to, isType }: Import): void {
  const [fromTop, fromRoom = ''] = from.split('/');
  const [toTop, toRoom = ''] = to.split('/');
  if (!fromTop!.startsWith('src-')) return;
  const refuse = (why: string): void => void breaches.push(`${from}: may not import ${to}: ${why}`);
  if (fromTop !== toTop) {
    if (toTop !== 'src-shared') refuse('the two sides meet in src-shared only');
    return;
  }
  if (fromTop === 'src-renderer') return checkRenderer(from, to, refuse);
  if (fromTop !== 'src-main' || fromRoom === toRoom) {
    if (fromRoom === 'drivers') checkProtocols(from, to, refuse);
    return;
  }
  const isTest = /(\.test|conformance)\.ts$/.test(from) || fromRoom === 'testing';
  if (isTest) return;
  if (toRoom === 'testing') return refuse('only tests use the testing room');
  const above = MAIN_LAYERS.findIndex((layer) => layer.includes(fromRoom));
  const below = MAIN_LAYERS.findIndex((layer) => layer.includes(toRoom));
  if (above < 0) return refuse(`no layer claims ${fromRoom}`);
  if (below < above) refuse('nothing imports upwards');
  if (below === above && !isType) refuse('of a room beside it only types; what it needs is handed to it');
}

/** A protocol never imports another one. */
function checkProtocols(from: string, to: string, refuse: (why: string) => void): void {
  const own = from.split('/')[2]!;
  const other = to.split('/')[2]!;
  const isFolder = (path: string): boolean => path.split('/').length > 3;
  if (isFolder(from) && isFolder(to) && own !== other) refuse('one protocol never imports another');
}

function checkRenderer(from: string, to: string, refuse: (why: string) => void): void {
  const [, fromRoom, fromFeature] = from.split('/');
  const [, toRoom, toFeature] = to.split('/');
  if (fromRoom === toRoom && (fromRoom !== 'features' || fromFeature === toFeature)) return;
  if (!RENDERER_LAYERS[fromRoom!]?.includes(toRoom!))
    return refuse(`${fromRoom} may use ${RENDERER_LAYERS[fromRoom!]?.join(', ') ?? 'nothing'}`);
  if (fromRoom === 'features' && toRoom === 'features' && !/\/[A-Z]\w*\.tsx$/.test(to))
    refuse('of another feature only a component');
}

function cycles(edges: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) {
      found.push(`cycle: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`);
      return;
    }
    if (done.has(file)) return;
    for (const target of next.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}
