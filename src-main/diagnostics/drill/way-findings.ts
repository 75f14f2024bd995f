import type { DrillFinding } from '../../../src-shared/contract/drill.ts';
import type { WayCheck } from './compare-way.ts';
import { judged, noPoints, notJudged, pointsText, told } from './finding.ts';

/** What a subscriber of our own saw at a broker. */
export interface SeenAtBroker {
  readonly check: WayCheck;
  readonly repeatedMessages: number;
  readonly repeatedPoints: number;
  /** Messages that may be on their way at once: so many may come twice after a cut (MQTT, QoS 1). */
  readonly window: number;
  readonly undecoded: number;
  /** Why it did not hear everything itself; empty where it did. */
  readonly problem: string;
  /** Points behind the present come after it, as it is configured (`mqtt.replay: live_first`). */
  readonly isLiveFirst: boolean;
  /** The first tag with a fault. */
  readonly faulty: string;
}

export function brokerFindings(title: string, seen: SeenAtBroker): DrillFinding[] {
  const { check, repeatedMessages, repeatedPoints, window, undecoded, problem, isLiveFirst, faulty } = seen;
  if (problem !== '') return [notJudged(title, 'What a subscriber received', problem)];
  const where =
    faulty === '' ? '' : `First seen at ${faulty}. A broker that drops messages of a slow subscriber shows here too.`;
  const findings = [
    told(title, 'Compared by a subscriber', `${pointsText(check.points)} of ${check.tags} tags`),
    noPoints(title, 'Lost', check.lost, where),
    noPoints(title, 'Not read by anybody', check.invented, where),
    judged(
      title,
      'Delivered twice',
      `${repeatedMessages} messages, ${pointsText(repeatedPoints)}`,
      `${window} messages`,
      repeatedMessages <= window,
      repeatedMessages > 0
        ? 'Sent again because their acknowledgement was cut off: at least once is what QoS 1 promises.'
        : '',
    ),
  ];
  findings.push(
    isLiveFirst
      ? notJudged(title, 'Out of order', 'mqtt.replay is live_first: what waited comes after the present.')
      : noPoints(title, 'Out of order', check.late, where),
  );
  if (undecoded > 0) findings.push(judged(title, 'Messages that are no points', `${undecoded}`, '0', false));
  return findings;
}

/** What a store holds afterwards. */
export interface SeenInStore {
  readonly check: WayCheck;
  /** Tags with points that were not looked at, because there are so many. */
  readonly notLookedAt: number;
  readonly faulty: string;
  /** Why it could not be read; empty where it could. */
  readonly problem: string;
}

export function storeFindings(title: string, { check, notLookedAt, faulty, problem }: SeenInStore): DrillFinding[] {
  if (problem !== '') return [notJudged(title, 'What is stored', problem)];
  const where = faulty === '' ? '' : `First seen at ${faulty}.`;
  const rest = notLookedAt > 0 ? `${notLookedAt} more tags are covered by the balance only.` : '';
  return [
    told(title, 'Read back from the store', `${pointsText(check.points)} of ${check.tags} tags`, rest),
    noPoints(title, 'Missing', check.lost, where),
    noPoints(title, 'Stored twice', check.twice, where),
    noPoints(title, 'Not read by anybody', check.invented, where),
  ];
}
