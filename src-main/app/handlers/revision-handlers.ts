import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { CONFIG_FILE, DEVICES_FOLDER } from '../../project/project-layout.ts';
import { changeTags } from '../../project/revisions/change-tags.ts';
import type { Revision } from '../../project/revisions/revision-store.ts';
import type { Call } from '../../rpc/call.ts';
import { describeProject } from '../changes/describe-project.ts';
import type { EngineParts } from '../engine-parts.ts';
import { faultView } from './fault-view.ts';

type RevisionCalls = 'revisions' | 'compare' | 'texts' | 'previewTags' | 'previewRestore';

/** Looking at revisions: what each changed, what going back would do. Nothing here changes the project. */
export function revisionHandlers(parts: EngineParts): Pick<NexusHandlers<Call>['config'], RevisionCalls> {
  const { editor } = parts;
  return {
    revisions: async () => {
      const list = await editor.revisions();
      const views = list.map((revision, at) => revisionView(revision, list[at - 1]));
      return { current: editor.current.revision.number, revisions: views.toReversed() };
    },
    compare: async ({ from, to }) => await describeProject(parts, await editor.at(from), await editor.at(to)),
    texts: async ({ from, to }) => {
      const [before, after] = await Promise.all([editor.textAt(from), editor.textAt(to)]);
      const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
      const differing = paths.filter((path) => before.get(path) !== after.get(path));
      return {
        files: differing.map((path) => ({ path, before: shown(before.get(path)), after: shown(after.get(path)) })),
      };
    },
    previewTags: async ({ device, edits }) => {
      const { project } = editor.current;
      return await describeProject(parts, project, editor.preview(changeTags(project.text, device, edits)));
    },
    previewRestore: async ({ revision, device }) => {
      const { revision: current, project } = editor.current;
      const next = await editor.previewRestore(revision, device);
      const changes = await describeProject(parts, project, next);
      const errors = next.faults.filter(({ severity }) => severity === 'error');
      return { ...changes, base: current.number, faults: errors.map(faultView) };
    },
  };
}

function revisionView(revision: Revision, before: Revision | undefined) {
  const { number, timeUs, author, comment, files } = revision;
  return {
    revision: number,
    timestamp: new Date(timeUs / 1_000).toISOString(),
    author,
    comment,
    files: Object.keys(files).length,
    changed: before ? changedFiles(before, revision) : null,
  };
}

function changedFiles({ files: before }: Revision, { files: after }: Revision) {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differing = paths.filter((path) => before[path] !== after[path]).toSorted();
  const devices = differing.filter((path) => path.startsWith(`${DEVICES_FOLDER}/`));
  return {
    devices: devices.map((path) => path.slice(DEVICES_FOLDER.length + 1, -'.yaml'.length)),
    settings: differing.includes(CONFIG_FILE),
  };
}

/** Larger than a person reads and a page draws. */
const LONGEST_TEXT = 400_000;

function shown(content: string | undefined): string | null {
  if (content === undefined || content.length <= LONGEST_TEXT) return content ?? null;
  return `# ${content.length} characters, too many to be shown as text. See the table of changes.\n`;
}
