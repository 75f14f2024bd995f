export const SEVERITIES = ['low', 'moderate', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One known weakness of an installed package. */
export interface Finding {
  readonly package: string;
  readonly severity: Severity;
  readonly id: string;
}

/** What a source said; `why` in place of findings where it did not really answer. */
export type AuditAnswer =
  | { readonly source: string; readonly findings: readonly Finding[] }
  | { readonly source: string; readonly why: string };

/**
 * A package with a weakness that every source has known for years. A source that does not find it is a mirror without data, and its
 * silence about our own packages says nothing.
 */
export const KNOWN_WEAK = { name: 'minimist', version: '0.0.8', id: 'GHSA-xvch-5gv4-984h' } as const;
