import { MAX_TRENDS, SavedTrend, TrendId } from '../../../src-shared/contract/trends.ts';
import { TRENDS_FOLDER } from '../project-layout.ts';
import { DocumentFolder } from './document-folder.ts';

/** The trends that people keep in a project. */
export const savedTrends = (project: string): DocumentFolder<SavedTrend> =>
  new DocumentFolder(project, {
    folder: TRENDS_FOLDER,
    noun: 'trend',
    schema: SavedTrend,
    id: TrendId,
    most: MAX_TRENDS,
  });
