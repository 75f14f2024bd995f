import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ForgedFrame } from './frame-forge.ts';

/** A frame by which somebody was fooled or ended once. */
export interface CorpusFrame {
  readonly name: string;
  /** The reply that was due, with values that are not true. */
  readonly right: Buffer;
  readonly sent: Buffer;
}

interface CorpusFile {
  /** What it did, to whom. */
  readonly about: string;
  readonly right: string;
  readonly sent: string;
}

const FOLDER = fileURLToPath(new URL('../../../src-main/testing/corpus/', import.meta.url));
const ENDING = '.json';

/** All frames of a protocol that broke something once, by name. */
export function readCorpus(protocol: string): CorpusFrame[] {
  const folder = `${FOLDER}${protocol}/`;
  return readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .toSorted()
    .map((file) => {
      const { right, sent } = JSON.parse(readFileSync(folder + file, 'utf8')) as CorpusFile;
      return { name: file.slice(0, -ENDING.length), right: Buffer.from(right, 'hex'), sent: Buffer.from(sent, 'hex') };
    });
}

/** Keeps a frame for every later run. @returns where, from the root of the project */
export function keepFrame(
  protocol: string,
  { mutator, right, sent }: ForgedFrame,
  about: string,
  seed: number,
): string {
  const name = `${(mutator ?? 'right').replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}-${seed.toString(36)}`;
  const file: CorpusFile = { about, right: right.toString('hex'), sent: sent.toString('hex') };
  mkdirSync(`${FOLDER}${protocol}`, { recursive: true });
  writeFileSync(`${FOLDER}${protocol}/${name}${ENDING}`, `${JSON.stringify(file, undefined, 2)}\n`);
  return `src-main/testing/corpus/${protocol}/${name}${ENDING}`;
}
