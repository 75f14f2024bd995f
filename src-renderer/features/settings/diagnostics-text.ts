import type { SystemInfo, SystemStatus } from '../../../src-shared/contract/system.ts';

interface Facts {
  readonly info: SystemInfo | null;
  readonly status: SystemStatus | null;
  /** How each device is. */
  readonly kinds: readonly string[];
  /** Of this browser. */
  readonly agent: string;
}

/** Figures for somebody who helps. Names, addresses and texts that may hold them are left out; reasons stay as codes. */
export function diagnosticsText({ info, status, kinds, agent }: Facts): string {
  const devices: Record<string, number> = {};
  for (const kind of kinds) devices[kind] = (devices[kind] ?? 0) + 1;
  const facts = {
    version: info?.version,
    mode: info?.mode,
    login: info?.login,
    roles: info?.you.roles,
    started: info && new Date(info.startedUs / 1_000).toISOString(),
    browser: agent,
    devices,
    status: status && masked(status),
  };
  return JSON.stringify(facts, undefined, 2);
}

function masked({ publisher, historian, log, ...figures }: SystemStatus): object {
  return {
    ...figures,
    publisher: { ...publisher, broker: schemeOf(publisher.broker), reason: publisher.reason?.code },
    historian: { ...historian, reason: historian.reason?.code },
    log: { ...log, text: undefined },
  };
}

/** `mqtts://…` */
const schemeOf = (url: string): string => url.replace(/:\/\/.*/, '://…');
