import { systemClock } from './clock.ts';
import { SocketGate } from './socket-gate.ts';

/** The gate of this thread; it lets everything pass until it is installed and told otherwise. */
export const threadGate = new SocketGate(systemClock);
