import { appendFileSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { printFigure } from '../print-figure.ts';
import { expect } from '../workstation.ts';
import { countActions } from './count-actions.ts';

/** A path of a commissioning engineer, and what the same takes with the tools that it replaces. */
export interface JourneyPlan {
  /** 1 to 12. */
  readonly number: number;
  readonly title: string;
  /** The tools of today, in words: "Modbus Poll and Excel". */
  readonly replaces: string;
  /**
   * What a person does with them, one line for each action: a click, a field filled, a key with an effect, a drag. Their
   * shortest way, without mistakes, and for as many tags, loops or devices as the spec does.
   */
  readonly theirs: readonly string[];
  /** The longest that the whole may take, in seconds. */
  readonly limitS: number;
}

interface Step {
  readonly what: string;
  readonly actions: number;
  readonly ms: number;
}

/**
 * Walks through the pages as a person does. The actions are counted in the page itself (`count-actions.ts`), so no spec
 * counts its own; more of them than the tools that are replaced need is a defect of the product.
 *
 * `NEXUS_JOURNEYS` names a file that gets one line of JSON for each journey: `npm run journeys` makes the table of
 * docs/journeys.md from it.
 */
export class Journey {
  readonly #plan: JourneyPlan;
  readonly #steps: Step[] = [];
  readonly #actions: () => Promise<number>;
  readonly #page: Page;

  private constructor(plan: JourneyPlan, page: Page, actions: () => Promise<number>) {
    this.#plan = plan;
    this.#page = page;
    this.#actions = actions;
  }

  /** Begins to count. To be called before the first page is opened. */
  static async start(page: Page, plan: JourneyPlan): Promise<Journey> {
    const context: BrowserContext = page.context();
    return new Journey(plan, page, await countActions(context));
  }

  /** One thing that the person wants done: however many actions it takes, and as long as it takes. */
  async step(what: string, act: () => Promise<unknown>): Promise<void> {
    const before = await this.#actions();
    const startMs = performance.now();
    await act();
    const ms = performance.now() - startMs;
    this.#steps.push({ what, actions: (await this.#actions()) - before, ms });
  }

  /** Prints what it took, and holds it against the plan. */
  async end(): Promise<void> {
    const { number, title, replaces, theirs, limitS } = this.#plan;
    const actions = this.#steps.reduce((sum, step) => sum + step.actions, 0);
    const seconds = this.#steps.reduce((sum, step) => sum + step.ms, 0) / 1_000;
    const words = this.#steps.map((step) => `${step.what}: ${step.actions}, ${(step.ms / 1_000).toFixed(1)} s`);
    printFigure(
      `journey ${number}, ${title}: ${actions} actions (${replaces}: ${theirs.length}), ${seconds.toFixed(1)} s ` +
        `(≤ ${limitS}); ${words.join('; ')}`,
    );
    const file = process.env['NEXUS_JOURNEYS'];
    if (file) appendFileSync(file, `${JSON.stringify({ ...this.#plan, actions, seconds, steps: this.#steps })}\n`);
    expect(actions, 'a journey counts its actions').toBeGreaterThan(0);
    expect(actions, `more actions than with ${replaces}`).toBeLessThanOrEqual(theirs.length);
    expect(seconds, 'seconds of the whole').toBeLessThanOrEqual(limitS);
    expect(this.#page.isClosed()).toBe(false);
  }
}
