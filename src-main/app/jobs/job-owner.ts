import type { Call } from '../../rpc/call.ts';

/** Whose files of jobs a caller may fetch: his own, from any of his sessions. */
export const jobOwner = ({ identity }: Pick<Call, 'identity'>): string => `${identity.kind}:${identity.id}`;
