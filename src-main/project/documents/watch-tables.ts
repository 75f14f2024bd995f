import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MAX_WATCH_TABLES, WatchId, WatchTable } from '../../../src-shared/contract/watches.ts';
import { WATCHES_FOLDER } from '../project-layout.ts';
import { DocumentFolder } from './document-folder.ts';

/** The watch tables of a project. */
export const watchTables = (project: string): DocumentFolder<WatchTable> =>
  new DocumentFolder(project, {
    folder: WATCHES_FOLDER,
    noun: 'watch table',
    schema: WatchTable,
    id: WatchId,
    most: MAX_WATCH_TABLES,
  });

/**
 * Adds the watch tables that belong to the demo plant, where there are none of their names.
 * @param demoDevices the combined file of the plant; its watch tables stand in `watches/` beside it.
 */
export async function addDemoWatches(demoDevices: string, tables: DocumentFolder<WatchTable>): Promise<void> {
  const folder = join(dirname(demoDevices), WATCHES_FOLDER);
  for (const name of await readdir(folder)) {
    await tables.adopt(basename(name, '.yaml'), await readFile(join(folder, name), 'utf8'));
  }
}
