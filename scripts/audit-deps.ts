import { resolve } from 'node:path';
import type { AuditAnswer } from './audit/audit-answer.ts';
import { auditByNpm } from './audit/audit-by-npm.ts';
import { auditByOsv } from './audit/audit-by-osv.ts';
import { productionPackages } from './packaging/production-packages.ts';
import { runNpm } from './packaging/run-npm.ts';

/*
 * `npm run audit:deps`: what is known about the libraries that a user gets. Ends with 1 where one is of high or critical severity, and
 * with 2 where a source did not answer: no answer is no proof.
 */
const root = resolve(import.meta.dirname, '..');
const packages = productionPackages(root);
const answers: readonly AuditAnswer[] = [auditByNpm(root, runNpm), await auditByOsv(packages)];
let code = 0;
for (const answer of answers) {
  if ('why' in answer) {
    code = 2;
    console.log(`FAIL ${answer.source}: no answer, which proves nothing: ${answer.why}`);
    continue;
  }
  const grave = answer.findings.filter(({ severity }) => severity === 'high' || severity === 'critical');
  console.log(
    `${grave.length === 0 ? 'ok  ' : 'FAIL'} ${answer.source}: ${answer.findings.length} weaknesses of ${packages.length} packages`,
  );
  for (const { package: name, severity, id } of answer.findings) console.log(`     ${severity} ${name} ${id}`);
  if (grave.length > 0) code ||= 1;
}
process.exitCode = code;
