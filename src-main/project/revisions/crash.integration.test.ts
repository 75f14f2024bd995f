import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { ProjectEditor } from './project-editor.ts';

const PROGRAM = fileURLToPath(new URL('../../testing/edit-forever.ts', import.meta.url));
const KILLS = 30;

const device = (id: string): string =>
  `id: ${id}\nprotocol: modbus-tcp\nuns_prefix: acme/p/a/l/${id}\ndescription: none\nconnection: { host: 10.0.0.5 }\n`;

/** Kills the program at a random moment after it began. @returns the last revision it said was applied. */
function killOnce(folder: string, afterMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
    child.stdout.on('data', (text: Buffer) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
      output += text.toString();
    });
    child.on('exit', (_code, signal) => {
      if (signal !== 'SIGKILL') reject(new RangeError(`the program ended by itself:\n${errors}`));
      else resolve(Number(/(\d+)\n$/.exec(output.slice(0, output.lastIndexOf('\n') + 1))?.[1] ?? 0));
    });
  });
}

describe('a change of the project that is killed at any moment', () => {
  it('leaves the old state or the new one, whole, and never goes behind what was told', async () => {
    const folder = await givenProjectFolder({
      'nexus.yaml': 'project: { name: Crash }\n',
      'devices/a.yaml': device('a'),
      'devices/b.yaml': device('b'),
    });
    let highest = 0;
    // On a busy machine a program comes less far between two kills.
    for (let kill = 0; kill < KILLS || (highest <= KILLS && kill < 4 * KILLS); kill++) {
      const told = await killOnce(folder.path, 5 + Math.random() * 60);
      const { project, revision } = (await ProjectEditor.open(folder.path, drivers, systemClock)).current;
      const states = project.devices.map(({ description }) => description);
      expect(states[0], `kill ${kill}`).toBe(states[1]);
      expect(revision.number).toBeGreaterThanOrEqual(told);
      // Nothing was taken for an edit by hand: what stands there was announced whole.
      if (kill > 0) expect(revision.comment).toMatch(/^state \d+$|First start/);
      highest = revision.number;
    }
    expect(highest, 'a minimum of work').toBeGreaterThan(KILLS);
    await folder.remove();
  }, 120_000);
});
