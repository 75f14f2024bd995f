import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAuditKeys } from '../../../access/audit/audit-keys.ts';
import { verifyTrail } from '../../../access/audit/verify-trail.ts';
import { checkSecrets } from '../../../project/check/check-secrets.ts';
import type { LoadedProject } from '../../../project/load-project.ts';
import { accessFolder, auditFolder } from '../../../project/project-layout.ts';
import { SecretVault } from '../../../project/secrets/secret-vault.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** What the project says: its faults, its secrets, and whether its audit trail is as it was written. */
export async function examineProject(project: LoadedProject): Promise<readonly Finding[]> {
  const { folder, devices } = project;
  const secrets = await checkSecrets(project, folder);
  const faults = [...project.faults, ...secrets];
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  const tags = devices.reduce((sum, device) => sum + device.tags.length, 0);
  const text = `${devices.length} devices with ${tags} tags, ${errors} faults, ${faults.length - errors} warnings`;
  const named = `nexus-edge check --project ${folder} names them.`;
  const found = [
    errors > 0 ? fail('project', text, named) : faults.length > 0 ? warn('project', text, named) : ok('project', text),
  ];
  const vault = new SecretVault(folder);
  const kept = await vault.list();
  if (kept.length > 0) {
    const count = `${kept.length} kept sealed`;
    const next = 'Whoever reads the disk reads them. Use a keyring, or a systemd credential for the key.';
    found.push(
      (await vault.key())!.isWeak ? warn('secrets', `${count}, with a weak key in a file`, next) : ok('secrets', count),
    );
  }
  return [...found, ...(await examineTrail(folder))];
}

async function examineTrail(folder: string): Promise<readonly Finding[]> {
  if (!existsSync(join(accessFolder(folder), 'audit.json')))
    return [ok('audit trail', 'it begins with the first start')];
  try {
    const { broken, entries } = await verifyTrail({
      folder: auditFolder(folder),
      keys: readAuditKeys(accessFolder(folder)),
    });
    if (broken === 0) return [ok('audit trail', `${entries} entries are as they were written`)];
    const next = `nexus-edge audit verify --project ${folder} names each.`;
    return [fail('audit trail', `${broken} of ${entries} entries are not as they were written`, next)];
  } catch (error) {
    return [fail('audit trail', (error as Error).message, 'Bring the folder .nexus back from a backup.')];
  }
}
