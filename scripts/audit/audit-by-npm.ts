import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { NpmAnswer } from '../packaging/run-npm.ts';
import { type AuditAnswer, type Finding, KNOWN_WEAK, SEVERITIES } from './audit-answer.ts';

const Report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.enum(['info', ...SEVERITIES]),
      via: z.array(z.union([z.string(), z.object({ url: z.string().optional() })])),
    }),
  ),
});
type Npm = (root: string, ...words: string[]) => NpmAnswer;

const WORDS = ['audit', '--json', '--package-lock-only', '--audit-level=none'];

/** `npm audit` of the production packages in package-lock.json, and of a project that is known to be weak. */
export function auditByNpm(root: string, npm: Npm): AuditAnswer {
  const source = 'npm audit';
  const own = reportOf(npm(root, ...WORDS, '--omit=dev'));
  if (typeof own === 'string') return { source, why: own };
  const weak = reportOf(inWeakProject((folder) => npm(folder, ...WORDS)));
  if (typeof weak === 'string') return { source, why: weak };
  if (!weak.some((finding) => finding.package === KNOWN_WEAK.name))
    return {
      source,
      why: `the registry does not even know of the weakness of ${KNOWN_WEAK.name} ${KNOWN_WEAK.version}`,
    };
  return { source, findings: own };
}

/** @returns the findings, or why there are none to be had. */
function reportOf({ status, output, errors }: NpmAnswer): readonly Finding[] | string {
  let report: unknown;
  try {
    report = JSON.parse(output);
  } catch {
    return `npm ended with ${status}: ${firstLine(errors || output)}`;
  }
  const { success, data } = Report.safeParse(report);
  if (!success) return `npm ended with ${status}: ${firstLine(textOf(report) || errors)}`;
  return Object.entries(data.vulnerabilities).map(([name, { severity, via }]) => ({
    package: name,
    severity: severity === 'info' ? 'low' : severity,
    id: via.map((cause) => (typeof cause === 'string' ? cause : (cause.url ?? '?'))).join(', '),
  }));
}

const firstLine = (text: string): string =>
  text
    .trim()
    .split('\n')
    .find((line) => !/Unknown user config/.test(line)) ?? '';

const textOf = (report: unknown): string =>
  z.object({ message: z.string() }).safeParse(report).data?.message ?? JSON.stringify(report).slice(0, 200);

function inWeakProject(run: (folder: string) => NpmAnswer): NpmAnswer {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-audit-'));
  const { name, version } = KNOWN_WEAK;
  const project = { name: 'known-weak', version: '1.0.0', dependencies: { [name]: version } };
  const packages = { '': project, [`node_modules/${name}`]: { version } };
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...project, lockfileVersion: 3, packages }));
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
