import { existsSync, readFileSync } from 'node:fs';
import type { Evidence } from '../bench/faults/campaign.ts';
import { isKept, type RunSummary, type TierReport } from '../bench/faults/campaign-result.ts';
import type { Promised, Proof } from '../bench/faults/promises/promise.ts';
import { PROMISES } from '../bench/faults/promises/promises.ts';
import { TIERS } from '../bench/faults/tier.ts';
import { gateText, spreadText } from '../bench/figure.ts';
import { type Machine, machineText } from '../bench/machine.ts';

const SECTIONS: readonly (readonly [title: string, first: number, last: number])[] = [
  ['Not losing, not doubling', 1, 10],
  ['Full buffers, disks, memory', 11, 16],
  ['Time', 17, 19],
  ['Sick devices', 20, 25],
  ['Writes', 26, 31],
  ['Configuration, API, security', 32, 40],
];

interface Again {
  readonly machine: Machine;
  readonly runs: readonly RunSummary[];
}

const HEAD = `# What is promised, and what proves it

An accepted point reaches every sink that is switched on at least once, in order per tag, and stands in the history once, unless
the buffer's policy dropped it; then the drop is counted, recorded as a gap and announced.

- *Produced*: read from the device. *Accepted*: its batch is synced to the log on disk and has a place in it. *Delivered*: the broker
  acknowledged it, or the database committed it, and that was noted. *Reference load*: 200 devices × 100 tags × 1 Hz = 20,000 points/s.
- \`produced = accepted + rejected + pending\`, and for each sink
  \`accepted = before + delivered + queued + dropped + quarantined + excluded\`, to the point, at every moment: \`/metrics\`.

**Not promised**: points that were read and not yet accepted (about 100 ms of polling; after a kill or a power cut a gap names the time);
what a broker does after its acknowledgement (mosquitto 2.0.11 lost all of it when it was killed); data on a disk that says “synced” and is
not, or that is lost; that a write which was sent took effect when its answer did not come: it is told as unknown and never sent again.

Each promise below has its tests. \`npm run faults -- --tier N\` breaks things on purpose, counts every point and prints the same figures:
tier 0 and 1 with each change, tier 2 in a night, tier 3 over a weekend; \`--seed\` repeats a run. On a running system an
[outage drill](drill.md) does the same with your own broker, database or a device.
`;

/** docs/guarantees.md: every promise with what proves it and the figures of the last recorded runs. */
export function guaranteesPage(): string {
  const reports = TIERS.flatMap(recorded);
  const sections = SECTIONS.map(([title, first, last]) => {
    const rows = PROMISES.filter(({ row }) => row >= first && row <= last).toSorted((a, b) => a.row - b.row);
    return `## ${title}\n\n${rows.map((each) => entry(each, reports)).join('\n')}`;
  });
  return `${HEAD}\n${runs(reports)}\n${sections.join('\n')}`;
}

function recorded(tier: number): TierReport[] {
  const file = new URL(`../bench/faults/recorded/tier-${tier}.json`, import.meta.url);
  return existsSync(file) ? [JSON.parse(readFileSync(file, 'utf8')) as TierReport] : [];
}

function runs(reports: readonly TierReport[]): string {
  const lines = reports.map(
    ({ tier, seed, seconds, machine, results }) =>
      `| ${tier} | ${seed} | ${seconds} s | ${results.length} campaigns | ${machineText(machine)} |`,
  );
  if (lines.length === 0) return '';
  return `${again()}The last figures are of these runs:\n\n| tier | seed | took | what ran | machine |\n| --- | --- | --- | --- | --- |\n${lines.join('\n')}\n`;
}

/** How often a tier was run in a row, and how often it was green. */
function again(): string {
  return TIERS.map((tier) => {
    const file = new URL(`../bench/faults/recorded/tier-${tier}-again.json`, import.meta.url);
    if (!existsSync(file)) return '';
    const { machine, runs } = JSON.parse(readFileSync(file, 'utf8')) as Again;
    const seconds = runs.map((each) => each.seconds);
    const green = runs.filter((each) => each.green).length;
    return `Tier ${tier}, ${runs.length} times in a row: ${green} green, ${Math.min(...seconds)}–${Math.max(...seconds)} s each (${machineText(machine)}).\n\n`;
  }).join('');
}

function entry({ row, promise, figure, proofs, short }: Promised, reports: readonly TierReport[]): string {
  const seen = reports.toReversed().flatMap(({ tier, results }) =>
    results
      .flatMap(({ evidence }) => evidence)
      .filter((each) => each.row === row)
      .map((each) => seenLine(tier, each)),
  );
  return [
    `### ${row}. ${promise}\n`,
    `Promised: ${figure}. Proven by ${proofs.map(proofText).join('; ')}.`,
    ...(short === undefined ? [] : [`\nNot proven: ${short.replace(/\.$/, '')}.`]),
    ...(seen.length === 0 ? [] : ['', '| last seen | figure | limit | tier |', '| --- | --- | --- | --- |', ...seen]),
    '',
  ].join('\n');
}

function seenLine(tier: number, each: Evidence): string {
  const limit = each.gate === undefined ? '' : `${gateText(each.gate)} ${each.unit}`;
  const missed = isKept(each) ? '' : ' **MISSED**';
  return `| ${each.name} | ${spreadText(each.ours)} ${each.unit}${missed} | ${limit} | ${tier} |`;
}

const proofText = (proof: Proof): string =>
  'campaign' in proof
    ? `the campaign \`${proof.campaign}\``
    : `“${proof.says}” in [${proof.test.split('/').at(-1)}](../${proof.test})`;
