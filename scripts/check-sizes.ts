/** No source file over 300 lines, no forbidden names, the README within 150 lines (DESIGN 4). */
import { existsSync, readFileSync } from 'node:fs';
import { sourceFiles } from './source-files.ts';

const MAX_LINES = 300;
const FORBIDDEN_NAMES = /\/(utils?|helpers?|manager|common|types|misc)\.tsx?$/;
const breaches: string[] = [];
const sizes: number[] = [];
for (const { path, text } of sourceFiles()) {
  const lines = text.split('\n').length - 1;
  if (lines > MAX_LINES)
    breaches.push(`${path}: ${lines} lines; the limit is ${MAX_LINES}. Split it by reason to change.`);
  if (FORBIDDEN_NAMES.test(path))
    breaches.push(`${path}: the name says nothing. Name the file for the one thing it exports.`);
  if (/^src-/.test(path) && !/\.test\.tsx?$/.test(path)) {
    sizes.push(lines);
    if (!path.startsWith('src-main/testing/') && /throw new Error\(/.test(text))
      breaches.push(`${path}: throws a plain Error. Use NexusError with a code.`);
  }
}
const readmeLines = existsSync('README.md') ? readFileSync('README.md', 'utf8').split('\n').length : 0;
if (readmeLines > 151) breaches.push(`README.md has ${readmeLines} lines; the limit is 150`);
sizes.sort((a, b) => a - b);
for (const breach of breaches) console.error(breach);
console.log(
  `sizes: ${sizes.length} sources, median ${sizes[Math.floor(sizes.length / 2)]} lines, largest ${sizes.at(-1)}`,
);
process.exit(breaches.length === 0 ? 0 : 1);
