import { readFile, stat } from 'node:fs/promises';
import type { Fault } from '../check/fault.ts';
import { faultIn } from '../check/fault-at.ts';
import { MAX_FILE_BYTES, tooLarge } from './yaml-file.ts';

/**
 * Reads one file of a project as text. What is no text of ours is a fault: its size is looked at before it is read.
 * @param name of the file in faults.
 * @returns undefined where there is no file.
 * @throws Error of the file system when the file is there and may not be read.
 */
export async function readConfigFile(path: string, name: string): Promise<string | Fault | undefined> {
  const found = await stat(path).catch(orNothing);
  if (!found) return undefined;
  if (!found.isFile())
    return faultIn(name, 'FILE_NAME', 'This is not a plain file. Give it another name or remove it.');
  if (found.size > MAX_FILE_BYTES) return faultIn(name, 'TOO_LARGE', tooLarge(found.size));
  const bytes = await readFile(path).catch(orNothing);
  if (!bytes) return undefined;
  try {
    // A byte order mark is kept: what is written back is what was read.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return faultIn(name, 'ENCODING', `${encodingOf(bytes)} Save it as UTF-8.`);
  }
}

function encodingOf(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return 'The file is UTF-16.';
  const text = bytes.toString('utf8');
  const at = text.indexOf('\ufffd');
  return `The file has a byte that is not UTF-8 in line ${text.slice(0, Math.max(0, at)).split('\n').length}.`;
}

function orNothing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
