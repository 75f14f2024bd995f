import { LayoutId, MAX_LAYOUTS, SavedLayout } from '../../../src-shared/contract/layouts.ts';
import { LAYOUTS_FOLDER } from '../project-layout.ts';
import { DocumentFolder } from './document-folder.ts';

/** The layouts of devices' memory that people imported into a project. */
export const memoryLayouts = (project: string): DocumentFolder<SavedLayout> =>
  new DocumentFolder(project, {
    folder: LAYOUTS_FOLDER,
    noun: 'layout',
    schema: SavedLayout,
    id: LayoutId,
    most: MAX_LAYOUTS,
  });
