import { AgentStore } from '../../deploy/agent-store.ts';
import { writeAtomic } from '../../kernel/write-atomic.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';
import { deployFolder } from './deploy-folder.ts';
import { restoreFiles } from './restore-files.ts';

/**
 * Before anything runs: a deploy whose health gate did not end, because the gateway or its power did, is taken back.
 * @returns true when it was.
 */
export async function recoverTrial(folder: string, editor: ProjectEditor): Promise<boolean> {
  const store = await AgentStore.open(deployFolder(folder), writeAtomic);
  const pending = await store.pending();
  if (!pending) return false;
  const { before, deployment } = pending;
  const text = `The gateway stopped before the health gate of revision ${deployment.revision} had ended. Rolled back at its start.`;
  await restoreFiles(editor, before, { author: 'deploy', comment: text });
  await store.end(pending, { state: 'rolled-back', text, targetRevision: editor.current.revision.number });
  return true;
}
