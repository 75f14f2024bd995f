import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { cataloguePage } from '../tags/catalogue.ts';
import { lineage } from '../tags/lineage.ts';
import { traceValue } from '../tags/trace-value.ts';

/** What there is, and where it comes from. */
export function catalogueHandlers(parts: EngineParts): NexusHandlers<Call>['catalogue'] {
  const { plant, remote, last, editor } = parts;
  return {
    list: (input) => ({
      revision: editor.current.revision.number,
      ...cataloguePage({ directory: plant.directory, remote: remote.tags, last }, input),
    }),
    trace: (input) => traceValue(parts, input),
    lineage: (input, call) => lineage(parts, input, call.signal),
  };
}
