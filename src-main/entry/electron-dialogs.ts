import { open, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { safeFileName } from './window-lock.ts';

const MAX_IMPORT_BYTES = 8 * 1024 * 1024;
const YAML = [{ name: 'Device configuration', extensions: ['yaml', 'yml'] }];

/** @returns the folder that was chosen, or undefined when the dialog was left. */
export async function chooseProject(window: BrowserWindow): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open project',
    buttonLabel: 'Open project',
    properties: ['openDirectory', 'createDirectory'],
  });
  return canceled ? undefined : filePaths[0];
}

/**
 * Lets the person choose a file to import. The page gets its text and name, never a path.
 * @throws NexusError NX_PROJECT_IMPORT when it is larger than 8 MiB or cannot be read.
 */
export async function pickImport(
  window: BrowserWindow,
): Promise<{ readonly name: string; readonly text: string } | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Import devices',
    buttonLabel: 'Import',
    filters: YAML,
    properties: ['openFile'],
  });
  const path = filePaths[0];
  if (canceled || path === undefined) return null;
  const name = basename(path);
  const text = await readLimited(path, name);
  return { name, text };
}

async function readLimited(path: string, name: string): Promise<string> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    if (size > MAX_IMPORT_BYTES) {
      const text = `${name} has ${size} bytes; an import takes ${MAX_IMPORT_BYTES}. Split it into several files.`;
      throw new NexusError('NX_PROJECT_IMPORT', text, { name, size });
    }
    return await file.readFile('utf8');
  } catch (cause) {
    if (cause instanceof NexusError) throw cause;
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    throw new NexusError('NX_PROJECT_IMPORT', `${name} could not be read (${code}).`, { name }, { cause });
  }
}

/** Writes a text where the person says. @returns the name it got, or null when the dialog was left. */
export async function saveExport(
  window: BrowserWindow,
  folder: string,
  file: { readonly name: string; readonly text: string },
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Export',
    defaultPath: join(folder, safeFileName(file.name)),
    filters: YAML,
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || !filePath) return null;
  try {
    await writeFile(filePath, file.text, 'utf8');
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    throw new NexusError('NX_REQUEST_INVALID', `${basename(filePath)} could not be written (${code}).`, {}, { cause });
  }
  return basename(filePath);
}
