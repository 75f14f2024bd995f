import type { ErrorInfo } from './error-info.ts';

/** Failures of the audit trail. */
export const AUDIT_ERROR_CODES = {
  NX_AUDIT_UNAVAILABLE: {
    summary: 'The audit trail does not take an entry, so nothing may be changed.',
    nextStep: 'Free disk space on the gateway. Polling and publishing go on.',
    retryable: true,
    http: 503,
  },
  NX_AUDIT_KEYS: {
    summary: 'The keys of the audit trail could not be read.',
    nextStep: 'Bring .nexus/access/audit.json back from a backup.',
    retryable: false,
    http: 500,
  },
} as const satisfies Readonly<Record<string, ErrorInfo>>;
