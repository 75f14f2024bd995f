import type { TargetView } from '../../../src-shared/contract/deploy-views.ts';

/** The dialog that is open on the page of targets. */
export type DeployAsked =
  | { readonly kind: 'add' }
  | { readonly kind: 'deploy'; readonly targets: readonly TargetView[] }
  | { readonly kind: 'rollback' | 'drift' | 'edit' | 'remove'; readonly target: TargetView }
  | { readonly kind: 'pack'; readonly target: TargetView; readonly revision: number };
