import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { describeTags } from '../../project/revisions/describe-tags.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { cataloguePage, labelsOf } from '../tags/catalogue.ts';
import { lineage } from '../tags/lineage.ts';
import { traceValue } from '../tags/trace-value.ts';
import { appliedView, editOf, required } from './config-handlers.ts';

/** What there is, and where it comes from. */
export function catalogueHandlers(parts: EngineParts): NexusHandlers<Call>['catalogue'] {
  const { plant, remote, last, editor } = parts;
  return {
    list: (input) => ({
      revision: editor.current.revision.number,
      ...cataloguePage({ directory: plant.directory, remote: remote.tags, last }, input),
    }),
    labels: () => ({
      classifications: labelsOf(plant.directory, 'classification'),
      owners: labelsOf(plant.directory, 'owner'),
    }),
    describe: async (input, call) => {
      const { tags, patch, ...asked } = required(input, call);
      return appliedView(await editor.change((text) => describeTags(text, tags, patch), editOf(asked, call)));
    },
    trace: (input) => traceValue(parts, input),
    lineage: (input, call) => lineage(parts, input, call.signal),
  };
}
