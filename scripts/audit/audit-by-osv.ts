import { z } from 'zod';
import { type AuditAnswer, type Finding, KNOWN_WEAK, SEVERITIES, type Severity } from './audit-answer.ts';

const ADDRESS = 'https://api.osv.dev/v1';
const DEADLINE_MS = 30_000;
/** As many as one question may hold. */
const BATCH = 1_000;

const Batch = z.object({
  results: z.array(z.object({ vulns: z.array(z.object({ id: z.string() })).optional() })),
});
const Weakness = z.object({ database_specific: z.object({ severity: z.string() }).optional() });

interface Package {
  readonly name: string;
  readonly version: string;
}
type Ask = (address: string, init?: RequestInit) => Promise<Response>;

/** Asks osv.dev about each package, and about one that is known to be weak. */
export async function auditByOsv(packages: readonly Package[], ask: Ask = fetch): Promise<AuditAnswer> {
  const source = 'osv.dev';
  try {
    const findings: Finding[] = [];
    const asked = [KNOWN_WEAK, ...packages];
    for (let at = 0; at < asked.length; at += BATCH) {
      const part = asked.slice(at, at + BATCH);
      const queries = part.map(({ name, version }) => ({ version, package: { name, ecosystem: 'npm' } }));
      const { results } = Batch.parse(
        await answer(ask, '/querybatch', { method: 'POST', body: JSON.stringify({ queries }) }),
      );
      if (results.length !== part.length)
        return { source, why: `it answered ${results.length} of ${part.length} questions` };
      for (const [index, { vulns = [] }] of results.entries())
        for (const { id } of vulns) {
          const { name, version } = part[index]!;
          findings.push({ package: `${name}@${version}`, id, severity: await severityOf(ask, id) });
        }
    }
    const weak = `${KNOWN_WEAK.name}@${KNOWN_WEAK.version}`;
    if (!findings.some((finding) => finding.package === weak))
      return { source, why: `it does not even know of the weakness of ${weak}` };
    return { source, findings: findings.filter((finding) => finding.package !== weak) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return { source, why: `${error instanceof Error ? error.message : String(error)}${cause}` };
  }
}

async function answer(ask: Ask, path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await ask(`${ADDRESS}${path}`, { ...init, signal: AbortSignal.timeout(DEADLINE_MS) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

/** A weakness that nobody has graded counts as high. */
async function severityOf(ask: Ask, id: string): Promise<Severity> {
  const { data } = Weakness.safeParse(await answer(ask, `/vulns/${encodeURIComponent(id)}`));
  const graded = data?.database_specific?.severity.toLowerCase();
  return SEVERITIES.find((severity) => severity === graded) ?? 'high';
}
