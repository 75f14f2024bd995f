import type { Disposable } from './lifetime.ts';

/** Ends at once. */
export interface Subscription extends Disposable {
  dispose(): void;
}

/** One kind of event, told to its listeners in the order they came, on the caller's turn. */
export class Emitter<T> {
  readonly #listeners = new Set<(event: T) => void>();

  /** The same function given twice is called twice. */
  on(listener: (event: T) => void): Subscription {
    const own = (event: T): void => listener(event);
    this.#listeners.add(own);
    return { dispose: () => void this.#listeners.delete(own) };
  }

  /** A listener that throws does not keep the others from hearing; the first failure is thrown at the end. */
  emit(event: T): void {
    const failures: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }
}
