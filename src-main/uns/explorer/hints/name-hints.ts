import type { TopicNode } from '../topic-node.ts';
import type { TopicTree } from '../topic-tree.ts';
import type { TellHint } from './find-hints.ts';

/** Names that differ by case only, that hold spaces, or that are nothing at all: once a level, not once a topic below it. */
export function nameHints(tree: TopicTree, tell: TellHint): void {
  const waiting: (readonly [node: TopicNode, topic: string])[] = [[tree.root, '']];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, above] = next;
    const byLower = new Map<string, string>();
    for (const child of node.children?.values() ?? []) {
      const { name, topics } = child;
      const topic = node.parent ? `${above}/${name}` : name;
      // Levels of tags that never came are the project's, and its check says what is the matter with them.
      if (topics === 0) continue;
      waiting.push([child, topic]);
      const lower = name.toLowerCase();
      const twin = byLower.get(lower);
      if (twin === undefined) byLower.set(lower, name);
      else
        tell(
          'case',
          topic,
          `“${name}” and “${twin}” differ by case only${whereText(node, above)}. Give both one name.`,
          child,
        );
      if (name === '')
        tell('name', topic, `${topic} has a level without a name. Take one “/” out where it is published.`, child);
      else if (/\s/.test(name))
        tell(
          'name',
          topic,
          `“${name}” has a space in it${whereText(node, above)}. Name it without, as “${name.trim().replaceAll(/\s+/g, '_')}”.`,
          child,
        );
    }
  }
}

const whereText = ({ parent }: TopicNode, above: string): string => (parent ? ` below ${above}` : '');
