import { addTargets } from '../state/add-targets.ts';
import type { Command } from '../state/commands.ts';
import { whereFromAsked } from '../state/lineage-requests.ts';
import { choiceAsked } from '../state/palette.ts';
import { may } from '../state/roles.ts';
import { useSelection } from '../state/selection.ts';
import { findTag, type TagRef } from '../state/tags.ts';
import { followTagAsked } from '../state/traffic-requests.ts';
import { addToTrend } from '../state/trends.ts';
import { writeAsked } from '../state/writing.ts';

const selectedTags = (): readonly TagRef[] => {
  const { selection } = useSelection.getState();
  return selection.kind === 'tags' ? selection.tags : [];
};

const whyNoTags = (): string | undefined => (selectedTags().length > 0 ? undefined : 'Select tags first.');

/** What can be done with the selected tags, wherever they were selected. */
export const SELECTION_COMMANDS: readonly Command[] = [
  {
    id: 'selection.addTo',
    title: 'Selection: Add to…',
    keys: ['Ctrl+Shift+A'],
    whyNot: whyNoTags,
    run: () => {
      const tags = selectedTags();
      choiceAsked(tags.length === 1 ? `Add “${tags[0]!.tag}” to` : `Add ${tags.length} tags to`, addTargets(tags));
    },
  },
  {
    id: 'trend.addSelected',
    title: 'Trend: Add selected tags',
    whyNot: whyNoTags,
    run: () => addToTrend(selectedTags()),
  },
  {
    id: 'tag.whereFrom',
    title: 'Tag: Where its values come from',
    whyNot: () => (selectedTags().length === 1 ? undefined : 'Select one tag first.'),
    run: () => {
      const [tag] = selectedTags();
      if (tag) whereFromAsked(tag);
    },
  },
  {
    id: 'tag.followInTraffic',
    title: 'Tag: Follow in traffic',
    whyNot: () => {
      const tags = selectedTags();
      if (tags.length !== 1) return 'Select one tag first.';
      if (!may('configure')) return 'Engineer role needed.';
      const tag = findTag(tags[0]!);
      return tag && !tag.remote && !tag.derived ? undefined : 'It is not read from a device of this gateway.';
    },
    run: () => {
      const [tag] = selectedTags();
      if (tag) followTagAsked(tag);
    },
  },
  {
    id: 'tag.write',
    title: 'Tag: Write value…',
    whyNot: () => {
      const [tag, ...others] = selectedTags();
      if (!tag || others.length > 0) return 'Select one tag first.';
      if (!may('write')) return 'Operator role needed.';
      return findTag(tag)?.access === 'read_write' ? undefined : `“${tag.tag}” is read-only.`;
    },
    run: () => {
      const [tag] = selectedTags();
      if (tag) writeAsked(tag);
    },
  },
];
