import { z } from 'zod';
import { documentId } from '../domain/document-id.ts';
import { Name } from '../domain/tag.ts';
import { event, method } from './define.ts';
import { HistoryQuestion } from './history-question.ts';

export const MAX_QUERIES = 200;

export const QueryId = documentId('query');

/** One saved question as it stands in `queries/<id>.yaml`. */
export const SavedQuery = z.strictObject({ id: QueryId, name: Name, question: HistoryQuestion });
export type SavedQuery = z.output<typeof SavedQuery>;

/** A query in the list; `fault` says why its file cannot be used, with place and next step. */
export const QueryEntry = z.object({
  id: z.string(),
  name: z.string(),
  tags: z.number(),
  fault: z.string().nullable(),
});
export type QueryEntry = z.output<typeof QueryEntry>;

const byId = z.object({ id: QueryId });
/** Of the file's text: it changes with every change of the query. */
const Version = z.string().max(64);

export const queries = {
  list: method({
    doc: 'The saved questions to the historian, also those whose file has a fault.',
    permission: 'read',
    rest: { method: 'GET', path: '/queries' },
    input: z.object({}),
    output: z.array(QueryEntry),
  }),
  get: method({
    doc: 'One saved question.',
    permission: 'read',
    rest: { method: 'GET', path: '/queries/{id}' },
    input: byId,
    output: SavedQuery.extend({ version: Version }),
  }),
  save: method({
    doc: 'Makes or replaces a saved question. `base`: the version that it was made from; null: there must be none yet.',
    permission: 'operate',
    rest: { method: 'PUT', path: '/queries/{id}' },
    input: SavedQuery.extend({ base: Version.nullable().optional() }),
    output: z.object({ version: Version }),
  }),
  remove: method({
    doc: 'Removes a saved question. What is stored stays.',
    permission: 'operate',
    rest: { method: 'DELETE', path: '/queries/{id}' },
    input: byId,
    output: z.object({ removed: z.boolean() }),
  }),
  changed: event({
    doc: 'A saved question was saved or removed through the engine; `version` is null when it was removed.',
    permission: 'read',
    payload: z.object({ id: z.string(), version: Version.nullable() }),
  }),
};
