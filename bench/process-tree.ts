import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts CPU time of processes in ticks of 10 ms (USER_HZ of Linux). */
const TICKS_PER_SECOND = 100;
/** Fields of /proc/PID/stat behind the name, from 0 (proc(5): 3 state, 4 ppid, 14 utime, 15 stime). */
const FIELD = { parent: 1, user: 11, system: 12 } as const;

/** Memory of a process tree in bytes. `pss` counts what processes share once; `rss` counts it for each. */
export interface TreeMemory {
  readonly rss: number;
  readonly pss: number;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended since it was listed.
    return '';
  }
}

/** The fields behind the name, which may itself hold spaces and brackets. */
const statOf = (pid: number): string[] => read(`/proc/${pid}/stat`).split(') ').at(-1)!.split(' ');

/** A process and all that came from it. */
export function treeOf(root: number): number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(pids.map((pid) => [pid, Number(statOf(pid)[FIELD.parent])]));
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

const kibibytes = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);

export function treeMemory(root: number): TreeMemory {
  let rss = 0;
  let pss = 0;
  for (const pid of treeOf(root)) {
    rss += kibibytes(read(`/proc/${pid}/status`), 'VmRSS') * 1_024;
    pss += kibibytes(read(`/proc/${pid}/smaps_rollup`), 'Pss') * 1_024;
  }
  return { rss, pss };
}

/** CPU that a process and those that live below it have used since they were started. */
export function treeCpuSeconds(root: number): number {
  let ticks = 0;
  for (const pid of treeOf(root)) {
    const stat = statOf(pid);
    ticks += Number(stat[FIELD.user] ?? 0) + Number(stat[FIELD.system] ?? 0);
  }
  return ticks / TICKS_PER_SECOND;
}
