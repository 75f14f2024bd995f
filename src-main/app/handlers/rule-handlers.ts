import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { hitViews, matchedTags, ruleViews } from '../tags/quality-rule-views.ts';

/** The quality rules of the project as they run. The hosts are asked when somebody looks, and told nothing else. */
export function ruleHandlers({ plant, editor }: Pick<EngineParts, 'plant' | 'editor'>): NexusHandlers<Call>['rules'] {
  return {
    list: () => ({ revision: editor.current.revision.number, rules: ruleViews(plant) }),
    hits: async () => ({ hits: hitViews(plant, await plant.ruleHits()) }),
    tags: async (input) => {
      const { total, tags } = matchedTags(plant, input.rule === undefined ? [] : await plant.ruleHits(), input);
      return { total, tags: [...tags] };
    },
  };
}
