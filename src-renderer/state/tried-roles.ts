import { create } from 'zustand';
import type { Role } from '../../src-shared/domain/access.ts';

/**
 * Roles that the screens are looked at with, in place of one's own; null: one's own. Of this page alone: the gateway goes
 * on with what it knows, so that trying gives nobody anything.
 */
export const useTriedRoles = create<{ readonly roles: readonly Role[] | null }>()(() => ({ roles: null }));

export const rolesTried = (roles: readonly Role[]): void => useTriedRoles.setState({ roles });
export const triedEnded = (): void => useTriedRoles.setState({ roles: null });
