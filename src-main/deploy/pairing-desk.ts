import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { WriteText } from './deploy-key.ts';
import { isSameProof, newPairingCode, type PairingFacts, pairingProof } from './pairing.ts';

const VALID_MS = 10 * 60_000;
const TRIES = 5;

interface OpenCode {
  readonly code: string;
  readonly endsMs: number;
  readonly tries: number;
}

/**
 * The pairing code of a gateway, in a file that only its user reads: so a command on the gateway can show one while the
 * service runs, without a login. A code is good once, for ten minutes and five tries, also over a restart.
 */
export class PairingDesk {
  readonly #path: string;
  readonly #write: WriteText;
  readonly #nowMs: () => number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, write: WriteText, nowMs: () => number) {
    this.#path = join(folder, 'pairing.json');
    this.#write = write;
    this.#nowMs = nowMs;
  }

  /** A new code; one that was shown before is good no more. */
  async open(): Promise<{ readonly code: string; readonly endsMs: number }> {
    const made: OpenCode = { code: newPairingCode(), endsMs: this.#nowMs() + VALID_MS, tries: TRIES };
    await this.#write(this.#path, JSON.stringify(made));
    return made;
  }

  /** Undefined where none is shown, or it is over. */
  async current(): Promise<OpenCode | undefined> {
    const found = await readFile(this.#path, 'utf8').then(
      (text) => JSON.parse(text) as OpenCode,
      () => undefined,
    );
    return found && found.endsMs > this.#nowMs() && found.tries > 0 ? found : undefined;
  }

  /**
   * Checks the proof of a workstation and uses the code up. @returns the proof of the gateway.
   * @throws NexusError NX_DEPLOY_PAIRING; the try is counted before anything is compared.
   */
  prove(facts: PairingFacts, proof: string): Promise<string> {
    // One after another: of many at once each would count as the first.
    const step = (): Promise<string> => this.#prove(facts, proof);
    const run = this.#last.then(step, step);
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #prove(facts: PairingFacts, proof: string): Promise<string> {
    const open = await this.current();
    if (!open)
      throw new NexusError(
        'NX_DEPLOY_PAIRING',
        'This gateway shows no pairing code, or it is older than ten minutes. Run “nexus-edge deploy pair” there.',
      );
    const tries = open.tries - 1;
    await this.#write(this.#path, JSON.stringify({ ...open, tries }));
    if (!isSameProof(await pairingProof(open.code, 'workstation', facts), proof)) {
      const left = tries === 0 ? 'It is used up: show a new one' : `${tries} of ${TRIES} tries are left`;
      throw new NexusError('NX_DEPLOY_PAIRING', `The pairing code is not the one that this gateway shows. ${left}.`);
    }
    await rm(this.#path, { force: true });
    return await pairingProof(open.code, 'gateway', facts);
  }
}
