import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { cataloguePage } from '../tags/catalogue.ts';

/** What there is, and where it comes from. */
export function catalogueHandlers({ plant, remote, last, editor }: EngineParts): NexusHandlers<Call>['catalogue'] {
  return {
    list: (input) => ({
      revision: editor.current.revision.number,
      ...cataloguePage({ directory: plant.directory, remote: remote.tags, last }, input),
    }),
  };
}
