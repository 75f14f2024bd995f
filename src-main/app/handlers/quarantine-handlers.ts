import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { QuarantinedPoint } from '../../../src-shared/contract/history-quarantine.ts';
import { statusName } from '../../../src-shared/domain/quality.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { isoTime } from '../tags/value-rows.ts';

type QuarantineHandlers = Pick<
  NexusHandlers<Call>['history'],
  'quarantine' | 'quarantineCsv' | 'quarantineRetry' | 'quarantineDrop'
>;

const PAGE = 1_000;
const MOST_CSV_ROWS = 100_000;
const HEADER = 'id,put_aside,topic,time,value,quality,reason,detail';

/** The points that the database of the historian did not take. */
export function quarantineHandlers({ storage }: Pick<EngineParts, 'storage'>): QuarantineHandlers {
  const list = (after: string, limit: number) => storage.quarantine({ what: 'list', after, limit });
  return {
    async quarantine({ after, limit }) {
      const { total, rows } = await list(after, limit);
      return { total, rows: [...rows] };
    },
    async quarantineCsv() {
      const lines = [HEADER];
      let after = '0';
      for (;;) {
        const { total, rows } = await list(after, PAGE);
        lines.push(...rows.map(csvLine));
        if (rows.length < PAGE || lines.length > MOST_CSV_ROWS)
          return { total, rows: lines.length - 1, csv: `${lines.join('\r\n')}\r\n` };
        after = rows.at(-1)!.id;
      }
    },
    async quarantineRetry({ ids }) {
      const { stored, kept } = await storage.quarantine({ what: 'retry', ...(ids && { ids }) });
      return { stored, kept };
    },
    async quarantineDrop({ ids }) {
      const { dropped } = await storage.quarantine({ what: 'drop', ...(ids && { ids }) });
      return { dropped };
    },
  };
}

function csvLine({ id, atUs, topic, tag, timeUs, value, status, reason, detail }: QuarantinedPoint): string {
  const time = timeUs === null ? '' : isoTime(timeUs);
  return [id, isoTime(atUs), topic ?? tag ?? '', time, String(value ?? ''), statusName(status), reason, detail]
    .map(csvCell)
    .join(',');
}

/** What a spreadsheet would take for a formula gets an apostrophe before it; a number is one. */
function csvCell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !Number.isFinite(Number(text));
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
