import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Call } from '../../rpc/call.ts';
import { browseDevice } from '../devices/ask-device.ts';
import { findNodes } from '../devices/find-nodes.ts';
import { nodeView } from '../devices/node-view.ts';
import type { EngineParts } from '../engine-parts.ts';
import { callByHand } from '../writes/call-by-hand.ts';
import { actorOf } from './write-handlers.ts';

/** What there is in devices that say so themselves. */
export function browseHandlers(parts: EngineParts): NexusHandlers<Call>['browse'] {
  return {
    below: async ({ device, address, wide, after }, { signal }) => {
      const question = { kind: 'below', address, isWide: wide, after } as const;
      const { nodes, next, isCut } = await browseDevice(parts, device, question, signal);
      return { nodes: nodes.map(nodeView), next, isCut };
    },
    forget: async ({ device, after }) => {
      await parts.plant.browse(device, { kind: 'forget', after });
      return {};
    },
    values: async ({ device, addresses }) => {
      const held = await parts.plant.browse(device, { kind: 'values', addresses });
      return held ? held.map((one) => ({ ...one })) : null;
    },
    facts: async ({ device, address }, { signal }) => {
      const { node, method, ...facts } = await browseDevice(parts, device, { kind: 'facts', address }, signal);
      return {
        ...facts,
        node: node && nodeView(node),
        attributes: [...facts.attributes],
        properties: [...facts.properties],
        references: [...facts.references],
        method: method && { owner: method.owner, inputs: [...method.inputs], outputs: [...method.outputs] },
      };
    },
    history: async ({ device, ...span }, { signal }) => {
      const { samples, isCut } = await browseDevice(parts, device, { kind: 'history', ...span }, signal);
      return { samples: [...samples], isCut };
    },
    find: (_call, signal, input) => findNodes(parts, input, signal),
    call: ({ reason, ...order }, call) => callByHand({ ...parts, actor: actorOf(call), reason }, order),
  };
}
