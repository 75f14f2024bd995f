import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRICS } from './metrics.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const file = new URL('../../resources/grafana/nexus-edge-service.json', import.meta.url);
const dashboard = JSON.parse(readFileSync(file, 'utf8')) as { readonly uid: string; readonly panels: readonly Panel[] };
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const metrics = new Map(Object.values(METRICS).flatMap((rows) => rows.map((metric) => [metric.name, metric] as const)));
/** Of a selector: `name{instance=~"$instance",state="offline"}`. */
const SELECTOR = /([a-z][a-z0-9_]*)\{([^}]*)\}/g;

describe('the dashboard of the service', () => {
  it.each(panels.map((panel) => [panel.title, panel] as const))('%s asks for figures that exist', (_title, panel) => {
    expect(panel.targets!.length).toBeGreaterThan(0);
    for (const { expr, legendFormat } of panel.targets!) {
      const selectors = [...expr.matchAll(SELECTOR)];
      expect(selectors.length, expr).toBeGreaterThan(0);
      for (const [, name, matchers] of selectors) {
        const metric = metrics.get(name!);
        expect(metric, name).toBeDefined();
        const asked = [...matchers!.matchAll(/(\w+)=/g)].map(([, label]) => label!);
        const grouped = [...expr.matchAll(/by \((\w+)\)/g), ...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(
          ([, label]) => label!,
        );
        expect([...metric!.labels, 'instance']).toEqual(expect.arrayContaining([...new Set([...asked, ...grouped])]));
        // A rate of a gauge, or the bare value of a counter, is a figure that means nothing.
        const isRate = new RegExp(`(?:rate|increase)\\(${name}\\{`).test(expr);
        expect(isRate, `${name} is a ${metric!.kind}`).toBe(metric!.kind === 'counter');
      }
    }
  });

  it('has panels that do not lie over one another', () => {
    const cells = new Set<string>();
    for (const { title, gridPos } of dashboard.panels)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(cells.has(`${x} ${y}`), title).toBe(false);
          expect(x).toBeLessThan(24);
          cells.add(`${x} ${y}`);
        }
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});
