import { CheckSheet, CheckSheetId, MAX_CHECK_SHEETS } from '../../../src-shared/domain/check-sheet.ts';
import { CHECKS_FOLDER } from '../project-layout.ts';
import { DocumentFolder } from './document-folder.ts';

/** The sheets of loop checks of a project. */
export const checkSheets = (project: string): DocumentFolder<CheckSheet> =>
  new DocumentFolder(project, {
    folder: CHECKS_FOLDER,
    noun: 'check sheet',
    schema: CheckSheet,
    id: CheckSheetId,
    most: MAX_CHECK_SHEETS,
  });
