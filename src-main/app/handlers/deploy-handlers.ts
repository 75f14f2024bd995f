import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';

/** Deploys of this workstation to others, and of others to this gateway. */
export function deployHandlers({ editor }: EngineParts): NexusHandlers<Call>['deploy'] {
  const none = (): never => {
    throw new NexusError('NX_DEPLOY_OFF');
  };
  const list = () => ({ revision: editor.current.revision.number, targets: [] });
  return {
    targets: list,
    followTargets: (_call, signal) => eventStream(() => ({ dispose: () => {} }), signal, list()),
    addTarget: none,
    changeTarget: none,
    removeTarget: none,
    checkTarget: none,
    preflight: none,
    run: none,
    runs: () => [],
    getRun: none,
    followRuns: (_call, signal) => eventStream(() => ({ dispose: () => {} }), signal, []),
    cancel: none,
    rollback: none,
    drift: none,
    takeTheirs: none,
    pack: none,
    agent: () => ({
      accepts: false,
      name: '',
      key: '',
      pairing: null,
      workstations: [],
      run: null,
      deployments: [],
    }),
    pair: none,
    unpair: none,
    applyPackage: none,
    abort: none,
  };
}
