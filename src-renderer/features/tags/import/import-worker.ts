import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { readTagFile } from '../../../../src-shared/tag-files/read-tag-file.ts';
import { tagPath } from '../../../../src-shared/tag-files/tag-path.ts';
import type { TagSheet } from '../../../../src-shared/tag-files/tag-sheet.ts';
import { decimalSign } from '../edit/read-number.ts';
import { comparedRows, saidAddresses } from './compare-rows.ts';
import type { ImportAnswer, ImportAsk, ImportReply } from './import-messages.ts';

/* The thread that reads files of tags and compares them, so that no page waits for fifty thousand rows. */

let sheet: TagSheet | undefined;

type Answer = (reply: ImportReply) => void;

addEventListener('message', ({ data: ask }: MessageEvent<ImportAsk>) => {
  const answer: Answer = (reply) => postMessage({ number: ask.number, ...reply } satisfies ImportAnswer);
  void answered(ask, answer).catch((error: unknown) => {
    const { code, text } = toNexusError(error);
    answer({ kind: 'refused', code, text });
  });
});

async function answered(ask: ImportAsk, answer: Answer): Promise<void> {
  if (ask.kind === 'read') {
    sheet = await readTagFile(ask.name, ask.bytes, ask.choice);
    answer({ kind: 'read', file: { sheet, decimal: sheet.isTable ? decimalSign(numbersOf(sheet)) : 'point' } });
  } else if (sheet && ask.kind === 'addresses') {
    answer({ kind: 'addresses', addresses: saidAddresses(sheet, ask.input) });
  } else if (sheet && ask.kind === 'compare') {
    const rows = comparedRows(sheet, ask.input, (done) => answer({ kind: 'progress', rows: done }));
    answer({ kind: 'compared', rows });
  }
}

/** The texts of all columns that are taken for numbers. */
function* numbersOf({ rows, mapping }: TagSheet): Iterable<string> {
  const columns = [...mapping.keys()].filter((column) => tagPath(mapping[column]!)?.kind === 'number');
  for (const row of rows) for (const column of columns) if (row[column] !== '') yield row[column]!;
}
