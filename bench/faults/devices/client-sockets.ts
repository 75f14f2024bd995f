import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** States of proc(5) net/tcp in which a socket may carry data or still asks to: established, and a SYN that was sent. */
const LIVING = new Set(['01', '02']);
/** Fields of a line of net/tcp. */
const [REMOTE, STATE, INODE] = [2, 3, 9];

/** How many living sockets this process has towards each of these ports, by port. */
export function clientSockets(ports: ReadonlySet<number>): ReadonlyMap<number, number> {
  // The table may show a line several times when it changes while it is read.
  const found = new Map<string, number>();
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    if (!LIVING.has(fields[STATE]!)) continue;
    const port = Number.parseInt(fields[REMOTE]!.split(':')[1]!, 16);
    if (ports.has(port)) found.set(fields[INODE]!, port);
  }
  const own = ownSockets();
  const counts = new Map<number, number>();
  for (const [inode, port] of found) if (own.has(inode)) counts.set(port, (counts.get(port) ?? 0) + 1);
  return counts;
}

/** Inodes of the sockets that this process has open. */
function ownSockets(): ReadonlySet<string> {
  const inodes = new Set<string>();
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1];
      if (inode !== undefined) inodes.add(inode);
    } catch {
      // Closed since it was listed.
    }
  }
  return inodes;
}
