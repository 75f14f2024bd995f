import type { CertificateView } from '../../../src-shared/contract/certificates.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';

/** Warned of so many days before it ends (ux 3.14). */
const WARN_DAYS = 30;
const DAY_US = 86_400e6;

/** 40 or 64 digits in groups of four, as people compare them. */
export const grouped = (thumbprint: string): string => thumbprint.match(/.{1,4}/g)?.join(' ') ?? '';

/** `2027-06-30` in UTC: a certificate ends everywhere at the same time. */
export const dayOf = (us: number): string => new Date(us / 1_000).toISOString().slice(0, 10);

/** How a certificate stands. */
export interface CertificateStatus {
  readonly glyph: GlyphName;
  readonly word: string;
  readonly tone: 'normal' | 'warning' | 'error';
}

export function certificateStatus(
  { store, validFromUs, validToUs }: CertificateView,
  nowUs: number,
): CertificateStatus {
  if (nowUs > validToUs) return { glyph: 'bad', word: `Expired on ${dayOf(validToUs)}`, tone: 'error' };
  if (nowUs < validFromUs) return { glyph: 'bad', word: `Valid from ${dayOf(validFromUs)}`, tone: 'error' };
  if (store === 'rejected') return { glyph: 'half', word: 'Not trusted', tone: 'warning' };
  const days = Math.floor((validToUs - nowUs) / DAY_US);
  if (days < WARN_DAYS)
    return { glyph: 'half', word: days === 1 ? 'Ends in 1 day' : `Ends in ${days} days`, tone: 'warning' };
  const word = { own: 'Valid', trusted: 'Trusted', issuers: 'Completes chains' }[store];
  return { glyph: 'ok', word, tone: 'normal' };
}
