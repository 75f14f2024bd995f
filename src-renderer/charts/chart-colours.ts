/** The colour tokens that a canvas needs; it cannot read them from style sheets itself. */
export interface ChartColours {
  readonly background: string;
  readonly grid: string;
  readonly axis: string;
  readonly hatch: string;
  readonly text: string;
  readonly pen: (token: string) => string;
}

/** Reads the tokens of the theme that an element stands in. */
export function chartColours(element: Element): ChartColours {
  const style = getComputedStyle(element);
  const read = (token: string): string => style.getPropertyValue(token).trim();
  return {
    background: read('--chart-bg'),
    grid: read('--chart-grid'),
    axis: read('--chart-axis'),
    hatch: read('--gap-hatch'),
    text: read('--t2'),
    pen: read,
  };
}
