import type { TargetView } from '../../../src-shared/contract/deploy-views.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { deployRead } from '../../state/deploy.ts';
import { panelShown } from '../../state/layout.ts';
import { noticed } from '../../state/notices.ts';
import type { MenuItem } from '../../ui/Menu.tsx';
import type { DeployAsked } from './deploy-asked.ts';

/** What can be done with a target. */
export function targetMenu(
  target: TargetView,
  {
    mayDeploy,
    revision,
    ask,
  }: { readonly mayDeploy: boolean; readonly revision: number; readonly ask: (asked: DeployAsked) => void },
): readonly MenuItem[] {
  const isFree = mayDeploy && target.run === null;
  const item = (label: string, isEnabled: boolean, onChoose: () => void): MenuItem => ({
    label,
    keys: '',
    state: isEnabled ? 'enabled' : 'disabled',
    onChoose,
  });
  return [
    item('Deploy…', isFree, () => ask({ kind: 'deploy', targets: [target] })),
    item('Roll back…', isFree && target.deployments.length > 1, () => ask({ kind: 'rollback', target })),
    item('Compare with the target…', target.agent.state === 'ok' && target.runs !== null, () =>
      ask({ kind: 'drift', target }),
    ),
    item('Ask now', true, () => tried(rpc().deploy.checkTarget({ target: target.id }), 'was not asked')),
    item('Save a package for a stick…', mayDeploy, () => ask({ kind: 'pack', target, revision })),
    item('Edit…', isFree, () => ask({ kind: 'edit', target })),
    item('Remove…', isFree, () => ask({ kind: 'remove', target })),
  ];
}

function tried(done: Promise<unknown>, what: string): void {
  done.then(deployRead, (error: unknown) =>
    noticed({ kind: 'failed', text: `The target ${what}. ${toNexusError(error).text}` }),
  );
}

/** Makes the package as a job, whose file is fetched in the panel. */
export async function packageMade(target: string, revision: number, comment: string): Promise<void> {
  await rpc().deploy.pack({ target, revision, comment });
  panelShown('jobs');
}
