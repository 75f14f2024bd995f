import { describe, expect, it } from 'vitest';
import { carriesTags, dragTags, droppedTags } from './tag-drag.ts';

/** What a browser hands around between the two ends of a drag. */
class Carrier {
  readonly #data = new Map<string, string>();
  effectAllowed = 'none';

  get types(): string[] {
    return [...this.#data.keys()];
  }

  setData(type: string, data: string): void {
    this.#data.set(type, data);
  }

  getData(type: string): string {
    return this.#data.get(type) ?? '';
  }
}

const drag = (): { dataTransfer: DataTransfer } => ({ dataTransfer: new Carrier() as unknown as DataTransfer });

describe('dragged tags', () => {
  it('arrive as they were taken, and can be pasted as a text', () => {
    const event = drag();
    const refs = [
      { device: 'boiler-1', tag: 'pressure' },
      { device: 'pumps-1', tag: 'speed' },
    ];
    dragTags(event, refs);
    expect(carriesTags(event)).toBe(true);
    expect(droppedTags(event)).toEqual(refs);
    expect(event.dataTransfer.getData('text/plain')).toBe('boiler-1/pressure\npumps-1/speed');
  });

  it.each(['', '{', '[1]', '{"device":"a"}', '[{"device":"a"}]'])('are none where %j was dropped', (text) => {
    const event = drag();
    event.dataTransfer.setData('nexus/tags', text);
    expect(droppedTags(event)).toEqual([]);
  });

  it('are none where something else is dragged', () => {
    const event = drag();
    event.dataTransfer.setData('text/plain', 'x');
    expect([carriesTags(event), droppedTags(event)]).toEqual([false, []]);
  });
});
