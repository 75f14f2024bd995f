import { ERROR_CODES } from '../src-shared/errors/error-codes.ts';
import { messageId } from '../src-shared/errors/message-ids.ts';
import { sourceFiles } from './source-files.ts';

/** The usability checks of the product's design, by number. */
const CHECKS = [
  ...['First live value', 'Regions by keyboard', 'Palette', 'Browser-safe keys', 'Preview, restore, links'],
  ...['Five states', 'Gateway lost', 'Refused port', 'No answer', 'Smart paste', 'OPC UA trust', 'S7 guidance'],
  ...['Paste 1,000 rows', 'Nothing dropped', 'One-step undo', 'Series fill', 'CSV from Europe', '50,000-tag filter'],
  ...[
    'Off-by-one tool',
    'Every drag has a twin',
    'Decoder match',
    'Scanner only reads',
    'Disarmed is silent',
    'Limits',
  ],
  ...['Doubled Enter', 'Unknown outcome', 'Arm expiry and audit', 'Loop-check honesty', 'Live and history seam'],
  ...['Spike survives', 'Gap truth', 'Pause', 'Trend speed', 'Historian guard', 'Topic flood', 'Not by colour'],
  ...['Deploy gate', 'Live grid speed', 'Pause all, calm motion', 'Accessibility and wording sweep'],
];

/** Ids of texts that every screen shares, by the screen that brings them. */
const MESSAGES = {
  network: ['net.host', 'net.port', 'net.refused', 'net.timeout', 'net.dns', 'ser.busy', 'ser.none'],
  Modbus: ['mb.unit', 'mb.noUnit', 'mb.addr0', 'mb.addrMax', 'mb.ex02', 'mb.split32', 'mb.order'],
  'OPC UA': ['ua.nodeid', 'ua.rejectedUs', 'ua.untrusted', 'ua.hostname', 'ua.expired', 'ua.ns'],
  'Siemens S7': ['s7.putget', 's7.slot', 's7.bit', 's7.odd', 's7.range'],
  tags: [
    ...['tag.dup', 'tag.topic', 'tag.topicDup', 'tag.scale0', 'tag.clamp', 'tag.deadband', 'tag.type'],
    ...['poll.min', 'poll.load', 'csv.cell', 'csv.comma', 'csv.oneCol', 'csv.sum'],
  ],
  writes: ['wr.limit', 'wr.type', 'wr.disarmed', 'wr.refused', 'wr.unknown', 'wr.mismatch', 'wr.busy'],
  history: ['hist.size', 'time.order', 'time.parse'],
} as const;

/** What waits for a screen that does not exist yet, and what is walked by hand only. */
const WAITING: Readonly<Record<string, string>> = {
  'mb.split32': 'cannot happen: 32-bit values are read whole on every device',
  'ua.ns': 'cannot happen: nodes are kept by the URI of their namespace',
};

/**
 * docs/checks.md without its first line: which test runs each usability check and makes each message of the catalogue happen.
 * @throws Error for one that has no test and is not said to wait, and for one that waits no longer.
 */
export function checksPage(): string {
  const tests = sourceFiles().filter(({ path }) => /\.(test|spec)\.tsx?$/.test(path));
  const problems: string[] = [];
  const place = (name: string, isRun: (text: string) => boolean): string => {
    const files = tests.filter(({ text }) => isRun(text)).map(({ path }) => `\`${path}\``);
    const waits = WAITING[name];
    if (files.length === 0 && !waits) problems.push(`${name} has no test`);
    if (files.length > 0 && waits) problems.push(`${name} has a test and waits no longer`);
    return waits ?? files.slice(0, MOST_FILES).join(', ');
  };
  const checks = CHECKS.map((title, index) => {
    const mark = new RegExp(`['\`]check (?:\\d+, )*${index + 1}(?:, \\d+)*: `);
    return `| ${index + 1} | ${title} | ${place(`check ${index + 1}`, (text) => mark.test(text))} |`;
  });
  const messages = Object.entries(MESSAGES).flatMap(([group, ids]) =>
    ids.map((id) => {
      const codes = Object.keys(ERROR_CODES).filter((code) => messageId(code) === id);
      const mark = new RegExp([`['"\`]${id}['"\`]`, ...codes.map((code) => `\\b${code}\\b`)].join('|'));
      return `| \`${id}\` | ${group} | ${place(id, (text) => mark.test(text))} |`;
    }),
  );
  if (problems.length > 0) throw new Error(`docs/checks.md: ${problems.join('; ')}.`);
  return `# Checks\n\nThe forty usability checks and the messages that all screens share, each with the tests that run it (the first ${MOST_FILES}).\n\n| # | check | test |\n| --- | --- | --- |\n${checks.join('\n')}\n\n| message | of | test |\n| --- | --- | --- |\n${messages.join('\n')}\n`;
}

const MOST_FILES = 3;
