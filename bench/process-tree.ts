import { readdirSync, readFileSync } from 'node:fs';

/** The parent among the fields of /proc/PID/stat behind the name, from 0 (proc(5): 3 state, 4 ppid). */
const PARENT_FIELD = 1;

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
  const parents = new Map(pids.map((pid) => [pid, Number(statOf(pid)[PARENT_FIELD])]));
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

/**
 * CPU that the threads of a process tree have used since they began, to the nanosecond (the ticks of /proc/PID/stat are
 * 10 ms). A thread that ended is gone from it: for stretches in which none ends.
 *
 * @throws Error where the kernel does not keep it.
 */
export function treeCpuSeconds(root: number): number {
  let ns = 0;
  for (const pid of treeOf(root)) {
    for (const thread of threadsOf(pid)) ns += Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]);
  }
  if (ns === 0) throw new Error(`/proc/${root}/task has no schedstat: this kernel does not count the CPU of threads`);
  return ns / 1e9;
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}
