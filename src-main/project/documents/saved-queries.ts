import { MAX_QUERIES, QueryId, SavedQuery } from '../../../src-shared/contract/queries.ts';
import { QUERIES_FOLDER } from '../project-layout.ts';
import { DocumentFolder } from './document-folder.ts';

/** The questions to the historian that people keep in a project. */
export const savedQueries = (project: string): DocumentFolder<SavedQuery> =>
  new DocumentFolder(project, {
    folder: QUERIES_FOLDER,
    noun: 'query',
    schema: SavedQuery,
    id: QueryId,
    most: MAX_QUERIES,
  });
