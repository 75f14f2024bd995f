import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readAuditKeys } from '../../../src-main/access/audit/audit-keys.ts';
import { verifyTrail } from '../../../src-main/access/audit/verify-trail.ts';
import { folderDisk } from '../../../src-main/log/log-disk.ts';
import { endOf, readLog } from '../../../src-main/log/read-log.ts';
import { accessFolder, auditFolder, STATE_FOLDER } from '../../../src-main/project/project-layout.ts';

/** What a project folder holds, read from outside while no service runs on it. */
export class DiskLook {
  readonly #folder: string;
  #topics: ReadonlyMap<string, string> = new Map();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `topic sample` of every whole record in the log: no later start may lose one of them. */
  async samplesInLog(): Promise<string[]> {
    const folder = join(this.#folder, STATE_FOLDER, 'log');
    if ((await readdir(folder).catch(() => [])).length === 0) return [];
    if (this.#topics.size === 0) this.#topics = await this.#topicsOfTags();
    const disk = folderDisk(folder);
    const { values } = readLog(disk, endOf(disk));
    return [...values].flatMap(([uid, list]) => {
      const topic = this.#topics.get(uid);
      return topic === undefined
        ? []
        : list.filter((value) => !Number.isNaN(value)).map((value) => `${topic} ${value}`);
    });
  }

  /** Places of the audit trail that do not hold, but for an end that was cut off; 0 before there is one. */
  async brokenAudit(): Promise<number> {
    const folder = auditFolder(this.#folder);
    if ((await readdir(folder).catch(() => [])).length === 0) return 0;
    const keys = readAuditKeys(accessFolder(this.#folder));
    const { findings, broken } = await verifyTrail({ folder, keys });
    return broken - findings.filter(({ kind }) => kind === 'torn').length;
  }

  /** Names of the users in the file. @throws Error where it is no whole file. */
  async users(): Promise<string[]> {
    const path = join(accessFolder(this.#folder), 'users.json');
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) return [];
    return (JSON.parse(text) as { users: { user: string }[] }).users.map(({ user }) => user);
  }

  /** Devices of the project by id, with their descriptions. @throws Error where a file is not whole. */
  async devices(): Promise<Map<string, string>> {
    const files = await this.#deviceFiles();
    return new Map(files.map(({ id, description }) => [id, description ?? '']));
  }

  async #topicsOfTags(): Promise<Map<string, string>> {
    const files = await this.#deviceFiles();
    return new Map(
      files.flatMap(({ uns_prefix: prefix, tags }) =>
        prefix?.startsWith('kill/') ? tags.map(({ uid, id }) => [uid, `${prefix}/${id}`] as const) : [],
      ),
    );
  }

  async #deviceFiles(): Promise<DeviceFile[]> {
    const folder = join(this.#folder, 'devices');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
    return await Promise.all(
      names.map(async (name) => parse(await readFile(join(folder, name), 'utf8')) as DeviceFile),
    );
  }
}

interface DeviceFile {
  readonly id: string;
  readonly description?: string;
  readonly uns_prefix?: string;
  readonly tags: readonly { readonly id: string; readonly uid: string }[];
}
