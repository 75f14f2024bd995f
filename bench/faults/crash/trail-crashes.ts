import type { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { freePort } from '../../../src-main/testing/free-port.ts';
import { givenProjectFolder } from '../../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../../src-main/testing/service-process.ts';
import { crashAt } from './crash-at.ts';
import type { CrashFindings } from './crash-findings.ts';
import { DiskLook } from './disk-look.ts';

/** Crashes where a file of the audit trail is begun: of a new project, `crashes` times in a row; then it starts, and the trail holds. */
export async function crashTrail(lifetime: Lifetime, crashes: number, findings: CrashFindings): Promise<void> {
  const folder = await givenProjectFolder({
    'nexus.yaml': 'project: { name: Trail }\naccess: { login: off }\nlog: { level: error }\nbuffer: { ballast: 0B }\n',
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  const disk = new DiskLook(folder.path);
  for (let crash = 0; crash < crashes; crash++) {
    // The second life finds the file that the first one began, and goes on in it.
    const point = crash === 0 ? 'audit.rotate' : 'audit.afterAppend';
    await crashAt(service, { point, nth: 1, from: 'start' });
    findings.crashes.push(point);
  }
  await service.start({ deadlineMs: 90_000 });
  await service.stop();
  const broken = await disk.brokenAudit();
  if (broken > 0) findings.told('audit', [`${broken} places of a trail whose first file was begun in a crash`]);
}
