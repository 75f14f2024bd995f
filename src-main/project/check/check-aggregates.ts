import { derivations, derivedTopic } from '../../../src-shared/domain/aggregate.ts';
import type { DataType } from '../../../src-shared/domain/data-type.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import { tagTopic, topicFault } from '../../../src-shared/domain/topic.ts';
import type { ReportFault } from './report-fault.ts';

/**
 * The aggregates of one tag.
 * @param dataType what is read at the address; undefined where that is not known.
 * @param unsPrefix that of the device, where it has a right form.
 */
export function checkAggregates(
  tag: Tag,
  dataType: DataType | undefined,
  unsPrefix: string | undefined,
  report: ReportFault,
): void {
  const { aggregates = [], topic_suffix: suffix = tag.id } = tag;
  if (aggregates.length === 0) return;
  if (dataType === 'string')
    report(
      'WRONG_TYPE',
      ['aggregates'],
      'A string has no number to fold. Remove aggregates or choose another data type.',
    );
  for (const [at, { window, functions }] of aggregates.entries()) {
    const first = aggregates.findIndex((other) => other.window === window);
    if (first < at)
      report(
        'DUP_ID',
        ['aggregates', at, 'window'],
        `The window ${window} already stands in aggregates[${first}]. Write all of its functions there.`,
      );
    const twice = functions.findIndex((fn, place) => functions.indexOf(fn) < place);
    if (twice >= 0)
      report(
        'DUP_ID',
        ['aggregates', at, 'functions', twice],
        `“${functions[twice]}” stands twice in the functions of ${window}. Remove one of the two.`,
      );
  }
  const topic = unsPrefix === undefined || suffix === '' ? undefined : tagTopic(unsPrefix, suffix);
  if (topic === undefined || topicFault(topic)) return;
  const tooLong = derivations(aggregates)
    .map((derivation) => derivedTopic(topic, derivation))
    .find((made) => topicFault(made));
  if (tooLong)
    report('TOPIC_SYNTAX', ['aggregates'], `“${tooLong}” ${topicFault(tooLong)} Shorten the suffix or the prefix.`);
}
