import { RESERVED_DEVICE_IDS } from '../../../src-shared/domain/name-rules.ts';

/** Where a message on a command topic wants to go; nothing of it is checked against the project yet. */
export interface CommandTopic {
  /** The one it came in on, or the first of ours when it came in on none of them. */
  readonly prefix: string;
  readonly device: string;
  /** Undefined where the body names the tag. */
  readonly tag: string | undefined;
  /** Wildcards, a shared subscription or a prefix of somebody else in the topic: no client may publish there. */
  readonly isForbidden: boolean;
}

/** Filters of the commands of one prefix; never of the answers. */
export function commandFilters(prefix: string): string[] {
  return [`${prefix}/cmd/+/write`, `${prefix}/cmd/+/+/set`];
}

export function answerTopic(prefix: string, device: string, tag: string): string {
  return `${prefix}/cmd/response/${device}/${tag}`;
}

/** `{prefix}/cmd/{device}/write` or `{prefix}/cmd/{device}/{tag}/set`; undefined for anything else, answers included. */
export function parseCommandTopic(topic: string, prefixes: readonly string[]): CommandTopic | undefined {
  const levels = topic.split('/');
  const kind = levels.pop();
  const tag = kind === 'set' ? levels.pop() : undefined;
  const device = levels.pop();
  if ((kind !== 'write' && kind !== 'set') || levels.pop() !== 'cmd' || device === undefined) return undefined;
  if (RESERVED_DEVICE_IDS.includes(device)) return undefined;
  const prefix = prefixes.find((own) => levels.length === 1 && levels[0] === own);
  return { prefix: prefix ?? prefixes[0]!, device, tag, isForbidden: prefix === undefined || /[+#]/.test(topic) };
}
