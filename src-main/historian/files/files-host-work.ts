import type { HostWork } from '../../kernel/host-port.ts';
import { type FilePart, readHistoryFile } from './file-reader.ts';
import type { FilesCalls } from './files-messages.ts';
import { HistoryFile } from './history-file.ts';

type Answers = {
  readonly [Name in keyof FilesCalls]: (argument: FilesCalls[Name]['argument']) => Promise<FilesCalls[Name]['result']>;
};

/** Writes and reads files of history in a thread of its own, so that nobody else waits while rows become text. */
export function startFilesHost(): Promise<HostWork> {
  const written = new Map<number, HistoryFile>();
  const read = new Map<number, AsyncGenerator<FilePart, void, undefined>>();
  const drop = async (id: number): Promise<undefined> => {
    const [file, parts] = [written.get(id), read.get(id)];
    written.delete(id);
    read.delete(id);
    await file?.drop();
    await parts?.return();
    return undefined;
  };
  const calls: Answers = {
    create: async ({ id, path, options }) => {
      written.set(id, await HistoryFile.create(path, options));
      return undefined;
    },
    write: async ({ id, topic, series }) => known(written, id).write(topic, series),
    finish: async ({ id }) => {
      const done = await known(written, id).finish();
      written.delete(id);
      return done;
    },
    open: async ({ id, path, nowUs }) => {
      read.set(id, readHistoryFile(path, nowUs));
      return undefined;
    },
    next: async ({ id }) => (await known(read, id).next()).value ?? undefined,
    drop: async ({ id }) => drop(id),
  };
  return Promise.resolve({
    calls,
    stop: async () => {
      for (const id of [...written.keys(), ...read.keys()]) await drop(id);
    },
  });
}

function known<T>(files: ReadonlyMap<number, T>, id: number): T {
  const file = files.get(id);
  if (!file) throw new RangeError(`File ${id} is not open`);
  return file;
}
