import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { runHost, Transfer } from '../kernel/host-port.ts';

/** A host for the supervisor's own tests: answers, refuses, hangs, dies. */
await runHost<{ readonly greeting: string }>(async ({ greeting }, engine) => ({
  onTell(body: unknown) {
    if (body === 'die') process.exit(7);
    if (body === 'throw')
      setImmediate(() => {
        throw new TypeError('nobody caught this');
      });
    // Long enough that a ping meets it, whatever else the computer does.
    if (body === 'spin') for (const endMs = performance.now() + 500; performance.now() < endMs; );
    engine.tell({ echo: body });
  },
  calls: {
    greet: () => greeting,
    refuse: () => {
      throw new NexusError('NX_NOT_FOUND', 'Not here.');
    },
    hang: () => new Promise(() => {}),
    buffer: () => {
      const buffer = new ArrayBuffer(8);
      return new Transfer({ buffer }, [buffer]);
    },
  },
  stop: async () => {},
}));
