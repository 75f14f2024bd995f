import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Runs the journeys of a commissioning engineer (e2e/journeys) on the built product and writes docs/journeys.md;
 * `--pictures` takes those of docs/first-hour.md as well.
 */
interface Walked {
  readonly number: number;
  readonly title: string;
  readonly replaces: string;
  readonly theirs: readonly string[];
  readonly limitS: number;
  readonly actions: number;
  readonly seconds: number;
  readonly steps: readonly { readonly what: string; readonly actions: number; readonly ms: number }[];
}

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'nexus-journeys-'));
const file = join(folder, 'journeys.jsonl');
const pictures = process.argv.includes('--pictures') ? { NEXUS_PICTURES: join(root, 'docs/images') } : {};
const { status } = spawnSync(
  process.execPath,
  [
    ...[join(root, 'node_modules/@playwright/test/cli.js'), 'test', 'journeys/'],
    ...[
      '--config',
      join(root, 'e2e/playwright.config.ts'),
      '--project',
      'two at once',
      '--workers',
      '1',
      '--retries',
      '1',
    ],
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, NEXUS_JOURNEYS: file, ...pictures } },
);
if (status !== 0) process.exit(status ?? 1);
const walked = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Walked)
  .toSorted((a, b) => a.number - b.number);
rmSync(folder, { recursive: true });
writeFileSync(join(root, 'docs/journeys.md'), page(walked));

function page(journeys: readonly Walked[]): string {
  const lines = journeys.map(
    ({ number, title, actions, seconds, limitS, replaces, theirs }) =>
      `| ${number} | ${title} | ${actions} | ${theirs.length} | ${replaces} | ${seconds.toFixed(0)} s | ${limitS} s |`,
  );
  return `# Journeys

What a commissioning engineer does in a day, walked through the real pages against real peers or protocol-true simulators by
\`e2e/journeys\`. An action is a press of the pointer, a field filled, a choice, or a key with an effect; the page counts them, the
spec does not. Beside them is the shortest way with the tools that are replaced, action by action. More actions than that fails
the spec. The seconds are those of a script, which does not think; they show what the program makes a person wait for.

Written by \`node scripts/journeys.ts\` on ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}.

| # | journey | actions | theirs | with | took | limit |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

${journeys.map(detail).join('\n')}`;
}

function detail({ number, title, replaces, theirs, steps }: Walked): string {
  const ours = steps.map(({ what, actions, ms }) => `- ${what}: ${actions}, ${(ms / 1_000).toFixed(1)} s`);
  return `## ${number}. ${title}

${ours.join('\n')}

With ${replaces} (${theirs.length}): ${theirs.join('; ')}.
`;
}
