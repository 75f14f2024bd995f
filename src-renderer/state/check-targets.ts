import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { AddTargets } from './add-targets.ts';
import { checkPath, tagsAddedToChecks, useChecks } from './checks.ts';
import { tabOpened } from './layout.ts';
import { noticed } from './notices.ts';

/** The sheets of loop checks that selected tags can be added to. */
export const checkTargets: AddTargets = (tags) =>
  useChecks
    .getState()
    .list.filter(({ fault }) => fault === null)
    .map(({ id, name, counts }) => ({
      label: name,
      detail: `loop checks, ${counts.loops} ${counts.loops === 1 ? 'loop' : 'loops'}`,
      run: () => {
        tagsAddedToChecks(id, tags)
          .then(() => tabOpened(checkPath(id), 'kept'))
          .catch((error: unknown) =>
            noticed({ kind: 'failed', text: `The tags were not added to the sheet. ${toNexusError(error).text}` }),
          );
      },
    }));
