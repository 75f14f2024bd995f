import type { ReplayAgainst, ReplayRequest } from '../../../src-shared/contract/replay.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { CheckedProject } from '../../project/check/check-project.ts';
import { requireSound } from '../../project/load-project.ts';
import { CONFIG_FILE } from '../../project/project-layout.ts';
import { changeTags } from '../../project/revisions/change-tags.ts';
import type { ProjectEditor } from '../../project/revisions/project-editor.ts';
import type { Processing } from './replay-plan.ts';

/** A configuration, and what it is called. */
export interface AskedConfiguration extends Processing {
  readonly title: string;
}

export interface AskedConfigurations {
  /** The revision that made what is stored. */
  readonly revision: number;
  readonly before: AskedConfiguration;
  readonly after: AskedConfiguration;
}

/** @throws NexusError NX_NOT_FOUND, NX_PROJECT_NOT_FOUND, NX_PROJECT_INVALID with every fault. */
export async function askedConfigurations(
  { revision, against }: Pick<ReplayRequest, 'revision' | 'against'>,
  editor: ProjectEditor,
): Promise<AskedConfigurations> {
  const current = editor.current.revision.number;
  const number = revision ?? current;
  const titleOf = (one: number): string => `revision ${one}${one === current ? ' (running)' : ''}`;
  const before = { title: titleOf(number), ...processing(await editor.at(number)) };
  const title = against.kind === 'revision' ? titleOf(against.revision) : TITLES[against.kind];
  const after = { title, ...processing(await projectOf(against, editor)) };
  return { revision: number, before, after };
}

const TITLES = {
  disk: 'the files on disk',
  edits: 'the edits that are not applied',
  files: 'another project',
} as const;

async function projectOf(against: ReplayAgainst, editor: ProjectEditor): Promise<CheckedProject> {
  switch (against.kind) {
    case 'revision':
      return editor.at(against.revision);
    case 'disk':
      return editor.onDisk();
    case 'edits':
      return editor.preview(changeTags(editor.current.project.text, against.device, against.edits));
    case 'files': {
      const text = new Map(Object.entries(against.files));
      if (text.has(CONFIG_FILE)) return editor.foreign(text);
      throw new NexusError(
        'NX_PROJECT_NOT_FOUND',
        `There is no ${CONFIG_FILE} among the files. Send all of a project.`,
      );
    }
  }
}

function processing(project: CheckedProject): Processing {
  const { config, devices } = requireSound(project);
  return { devices, rules: config.quality_rules };
}
