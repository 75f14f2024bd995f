import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { NODE_FLAGS } from '../src-main/kernel/node-flags.ts';
import { freePort } from '../src-main/testing/free-port.ts';

const MAIN = resolve(import.meta.dirname, '../out/main/headless-main.js');

/** The built service on a project of its own. */
export class Service {
  readonly folder = mkdtempSync(join(tmpdir(), 'nexus-e2e-'));
  readonly port: number;
  readonly #options: readonly string[];
  #child: ChildProcess | undefined;

  private constructor(port: number, options: readonly string[]) {
    this.port = port;
    this.#options = options;
  }

  /** On a port of its own, not started yet. @param options of the command line, beside project and port. */
  static async make(options: readonly string[]): Promise<Service> {
    return new Service(await freePort(), options);
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [
      ...NODE_FLAGS,
      MAIN,
      '--service',
      '--project',
      this.folder,
      '--port',
      String(this.port),
      ...this.#options,
    ]);
    this.#child = child;
    await new Promise<void>((ready, fail) => {
      child.stdout.on('data', (text) => String(text).includes('Workstation:') && ready());
      child.on('exit', (code) => fail(new Error(`the service ended with ${code}`)));
    });
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  /** Takes the project away. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The pages in the words of the person who uses them. */
export class Workstation {
  readonly page: Page;
  readonly service: Service;
  /** Whatever the browser complained about. */
  readonly complaints: string[] = [];

  constructor(page: Page, service: Service) {
    this.page = page;
    this.service = service;
    page.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text().slice(0, 300)));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  get status(): Locator {
    return this.page.getByRole('contentinfo');
  }

  async open(path = '/'): Promise<void> {
    await this.page.goto(`${this.service.address}${path}`);
  }

  /** A row of whatever table is shown, by the text of its first cell. */
  row(name: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('gridcell', { name, exact: true }) });
  }
}

export const test = base.extend<{ workstation: Workstation }>({
  workstation: async ({ page }, use) => {
    const service = await Service.make(['--demo']);
    await service.start();
    await use(new Workstation(page, service));
    await service.end('SIGTERM');
    service.remove();
  },
});

export { expect };
