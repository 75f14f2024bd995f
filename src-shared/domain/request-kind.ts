/** What takes its time at a device: a poll with all its requests, a write, a connect, or what somebody asks of it besides. */
export const REQUEST_KINDS = ['poll', 'write', 'connect', 'question'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];
