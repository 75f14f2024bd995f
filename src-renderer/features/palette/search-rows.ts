import { assertNever } from '../../../src-shared/util/assert-never.ts';
import { useLayout } from '../../state/layout.ts';
import { type PaletteChoice, shortcutsShown, tabRowsOf } from '../../state/palette.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { holdsWords, queryOf } from './match-rank.ts';
import { commandRows, objectRows } from './object-rows.ts';
import { MODES, modeOf } from './palette-mode.ts';
import type { PaletteList, PaletteRow } from './palette-row.ts';
import { bestRows, type RankedRow, ranked } from './ranked-rows.ts';
import { recentRows } from './recent-rows.ts';
import { tagFinder } from './tag-finder.ts';
import type { TagHits } from './tag-index.ts';
import { tagRow } from './tag-rows.ts';
import { brokerTopicRows } from './topic-rows.ts';

const LIMIT = 30;

/** What the box finds for its text; undefined when a newer text took its place. @throws NexusError of the read of names. */
export async function searchRows(text: string): Promise<PaletteList | undefined> {
  const { prefix, rest } = modeOf(text);
  switch (prefix) {
    case undefined:
      return everything(text);
    case '>':
      return list(text, best(ranked(commandRows(), queryOf(rest), recentRows())));
    case '@':
      return tabRows(text, rest);
    case ':':
      return rowNumber(text, rest);
    case '#':
      return topicList(text, rest);
    case '=':
      return quickRead(text, rest);
    case '?':
      return list(text, helpRows());
    default:
      return assertNever(prefix);
  }
}

/** A few choices, narrowed by what is typed. */
export function choiceRows(text: string, choices: readonly PaletteChoice[]): PaletteList {
  const rows = choices.map(
    ({ label, detail, run }, at): PaletteRow => ({
      key: `choice:${at}`,
      kind: 'row',
      title: label,
      detail,
      use: () => run(),
    }),
  );
  return list(text, best(ranked(rows, queryOf(text), [])));
}

const best = (rows: readonly RankedRow[]): readonly PaletteRow[] => bestRows(rows, recentRows(), LIMIT);

function list(text: string, rows: readonly PaletteRow[], note?: string): PaletteList {
  return { of: text, rows, note: note ?? (rows.length === 0 ? `Nothing matches “${text.trim()}”.` : '') };
}

async function everything(text: string): Promise<PaletteList | undefined> {
  const found = await tagFinder.find('tags', text);
  if (!found) return undefined;
  const recent = recentRows();
  const others = ranked([...objectRows(), ...commandRows()], queryOf(text), recent);
  const tags = found.hits.map((hit) => ({ row: tagRow(hit, 'device'), rank: hit.rank }));
  return list(text, bestRows([...others, ...tags], recent, LIMIT), moreNote(found));
}

function tagList(text: string, found: TagHits | undefined, detail: 'device' | 'topic'): PaletteList | undefined {
  return (
    found &&
    list(
      text,
      found.hits.map((hit) => tagRow(hit, detail)),
      moreNote(found),
    )
  );
}

/** Topics of tags, then those that are on the broker besides. */
async function topicList(text: string, rest: string): Promise<PaletteList | undefined> {
  const found = await tagFinder.find('topics', rest);
  if (!found || rest === '' || found.hits.length >= LIMIT) return tagList(text, found, 'topic');
  const known = new Set(found.hits.map(({ topic }) => topic));
  const others = await brokerTopicRows(rest, known, LIMIT);
  const rows = [...found.hits.map((hit) => tagRow(hit, 'topic')), ...others].slice(0, LIMIT);
  return list(text, rows);
}

const moreNote = ({ hits, total }: TagHits): string | undefined =>
  total > hits.length
    ? `${formatInteger(hits.length)} of ${formatInteger(total)} tags. Type more to narrow.`
    : undefined;

const NO_ROWS = 'This tab has no rows to go to.';

function tabRows(text: string, rest: string): PaletteList {
  const tab = activeRows();
  if (!tab) return list(text, [], NO_ROWS);
  const { words } = queryOf(rest);
  const rows = tab.rows().filter((row) => holdsWords(`${row.text} ${row.detail}`.toLowerCase(), words));
  return list(
    text,
    rows.slice(0, LIMIT).map(
      ({ key, text: title, detail, tag }): PaletteRow => ({
        key: `row:${key}`,
        kind: 'row',
        title,
        detail,
        tag,
        use: () => tab.go(key),
      }),
    ),
    rows.length > LIMIT ? `${LIMIT} of ${formatInteger(rows.length)} rows. Type more to narrow.` : undefined,
  );
}

function rowNumber(text: string, rest: string): PaletteList {
  const tab = activeRows();
  const rows = tab?.rows() ?? [];
  if (!tab || rows.length === 0) return list(text, [], NO_ROWS);
  const number = /^\d+$/.test(rest) ? Number(rest) : undefined;
  const row = number === undefined ? undefined : rows[number - 1];
  if (!row) return list(text, [], `Type a row from 1 to ${formatInteger(rows.length)}.`);
  const title = `Go to row ${formatInteger(number!)}`;
  const go: PaletteRow = { key: 'row', kind: 'row', title, detail: row.text, tag: row.tag, use: () => tab.go(row.key) };
  return list(text, [go]);
}

const activeRows = (): ReturnType<typeof tabRowsOf> => tabRowsOf(useLayout.getState().active ?? '');

/** The live value stands in each row, so that a read needs no tab. */
async function quickRead(text: string, rest: string): Promise<PaletteList | undefined> {
  if (rest === '') return list(text, [], 'Type a device and a tag to see its value: = boiler-1 steam_pressure');
  const found = await tagFinder.find('tags', rest);
  if (found && found.hits.length === 0) {
    return list(text, [], `No tag matches “${rest}”. Addresses that no tag has cannot be read from here yet.`);
  }
  return tagList(text, found, 'device');
}

function helpRows(): readonly PaletteRow[] {
  const everythingRow: PaletteRow = {
    key: 'help:',
    kind: 'help',
    title: 'Without a prefix: devices, tags, trends, pages and commands',
    detail: 'boil press',
    types: '',
    use: () => undefined,
  };
  const modes = Object.entries(MODES).flatMap(([prefix, { name, example }]): readonly PaletteRow[] =>
    prefix === '?'
      ? []
      : [
          {
            key: `help:${prefix}`,
            kind: 'help',
            title: `${prefix}  ${name}`,
            detail: example,
            types: `${prefix} `,
            use: () => undefined,
          },
        ],
  );
  const sheet: PaletteRow = {
    key: 'help:shortcuts',
    kind: 'help',
    title: 'All shortcuts',
    detail: '',
    keys: 'Ctrl+/',
    use: shortcutsShown,
  };
  return [everythingRow, ...modes, sheet];
}
