import { z } from 'zod';
import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { environmentOverrides } from '../../project/config/environment-overrides.ts';
import { NexusConfig } from '../../project/config/nexus-config.ts';
import { mergeSettings, settingsForm } from '../../project/revisions/edit-settings.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { appliedView, editOf, required } from './config-handlers.ts';
import { faultView } from './fault-view.ts';

/** The settings of the gateway; a change goes the way of every change of the project. */
export function settingsHandlers({ editor }: Pick<EngineParts, 'editor'>): NexusHandlers<Call>['settings'] {
  return {
    // A project that runs was checked: where a secret belongs stands a reference, and a plain one would be refused.
    get: () => ({
      revision: editor.current.revision.number,
      values: { ...settingsForm(editor.current.project.text) },
      schema: z.toJSONSchema(NexusConfig, { unrepresentable: 'any', io: 'input' }),
      overridden: environmentOverrides().map(({ path, by, value }) => ({ path: path.join('.'), by, value })),
    }),
    check: ({ patch }) => ({ faults: editor.check(mergeSettings(editor.current.project.text, patch)).map(faultView) }),
    change: async (input, call) =>
      appliedView(await editor.change((text) => mergeSettings(text, input.patch), editOf(required(input, call), call))),
  };
}
