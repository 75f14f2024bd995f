import type { AuditInterface, AuditResult } from '../../../src-shared/domain/audit-entry.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';

/** How a page says the way that something came. */
export const WAYS: Readonly<Record<AuditInterface, string>> = {
  ui: 'Window',
  rest: 'REST',
  mqtt: 'MQTT',
  cli: 'Command line',
  system: 'Engine',
};

/** How a page says how something ended. */
export const RESULTS: Readonly<Record<AuditResult, { readonly title: string; readonly glyph: GlyphName }>> = {
  ok: { title: 'Done', glyph: 'done' },
  refused: { title: 'Refused', glyph: 'breaker' },
  failed: { title: 'Failed', glyph: 'bad' },
  unknown: { title: 'Unknown', glyph: 'unknown' },
};
