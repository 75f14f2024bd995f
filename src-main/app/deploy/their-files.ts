import { z } from 'zod';
import type { AgentState } from '../../../src-shared/contract/deploy-views.ts';
import { hashesOf } from './deployed-files.ts';
import type { TargetLink } from './target-link.ts';

/** The deployed files as a gateway has them now; those that are the same as ours need not travel. @throws as `AgentClient.ask`. */
export async function theirFiles(
  { client }: Pick<TargetLink, 'client'>,
  { files }: Pick<AgentState, 'files'>,
  ours: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const known = hashesOf(ours);
  const paths = Object.keys(files);
  const same = paths.filter((path) => known[path] === files[path]);
  const other = paths.filter((path) => known[path] !== files[path]);
  const sent = other.length === 0 ? {} : await client.ask('files', { paths: other }, z.record(z.string(), z.string()));
  return new Map([...same.map((path) => [path, ours.get(path)!] as const), ...Object.entries(sent)]);
}
