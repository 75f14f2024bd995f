import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceDefinition } from './service-definition.ts';
import { systemdUnit } from './systemd-unit.ts';
import { winswConfig } from './winsw-config.ts';

const ASK_DEADLINE_MS = 60_000;

/** What starts services on this computer, and how it wants them described. */
export interface ServiceManager {
  readonly name: string;
  readonly folder: string;
  fileOf(service: string): string;
  text(definition: ServiceDefinition): string;
  /** Runs after the file was written or removed; what it says is printed. Nothing where the manager does not run. */
  reload(): Promise<string>;
  /** Before the file is removed. */
  stop(service: string): Promise<string>;
  status(service: string): Promise<string>;
  /** What a person does next. */
  next(service: string): readonly string[];
}

/** @param folder instead of the one that the manager reads, which then is told nothing. */
export function serviceManager(platform: NodeJS.Platform, folder?: string): ServiceManager {
  return platform === 'win32' ? winsw(folder) : systemd(folder);
}

function systemd(folder: string | undefined): ServiceManager {
  const runs = folder === undefined && existsSync('/run/systemd/system');
  const ask = (...words: readonly string[]): Promise<string> =>
    runs ? output('systemctl', words) : Promise.resolve('');
  return {
    name: 'systemd',
    folder: folder ?? '/etc/systemd/system',
    fileOf: (service) => `${service}.service`,
    text: systemdUnit,
    reload: () => ask('daemon-reload'),
    stop: (service) => ask('disable', '--now', `${service}.service`),
    status: (service) =>
      ask('show', `${service}.service`, '--property=ActiveState,SubState,StatusText,MainPID,NRestarts,ExecMainStatus'),
    next: (service) => [
      `sudo systemctl enable --now ${service}`,
      `systemctl status ${service}`,
      `journalctl -u ${service} -o cat -f`,
    ],
  };
}

function winsw(folder: string | undefined): ServiceManager {
  const place = folder ?? join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'Nexus Edge', 'services');
  const ask = (service: string, word: string): Promise<string> => {
    const program = join(place, `${service}.exe`);
    return folder === undefined && existsSync(program) ? output(program, [word]) : Promise.resolve('');
  };
  return {
    name: 'WinSW',
    folder: place,
    fileOf: (service) => `${service}.xml`,
    text: winswConfig,
    reload: () => Promise.resolve(''),
    stop: async (service) => (await ask(service, 'stop')) + (await ask(service, 'uninstall')),
    status: (service) => ask(service, 'status'),
    next: (service) => [
      `Copy WinSW-x64.exe (version 2.12) to ${join(place, `${service}.exe`)}`,
      `In a console of an administrator: ${service}.exe install`,
      `${service}.exe start`,
    ],
  };
}

/** What a program says, with how it ended where it ended badly. */
function output(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, [...words], { timeout: ASK_DEADLINE_MS }, (error, stdout, stderr) => {
      const said = `${stdout}${stderr}`.trim();
      resolve(error && said === '' ? error.message : said);
    });
  });
}
