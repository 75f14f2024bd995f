import { type DragEvent, useState } from 'react';
import { carriesTags, droppedTags } from '../state/tag-drag.ts';
import type { TagRef } from '../state/tags.ts';

interface TagDrop {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: () => void;
  readonly onDrop: (event: DragEvent) => void;
  /** Tags are held over it: for its look. */
  readonly 'data-tags-over': true | undefined;
}

/** Makes an element take dragged tags. @param take gets them at the drop. */
export function useTagDrop(take: (tags: readonly TagRef[]) => void): TagDrop {
  const [isOver, setOver] = useState(false);
  return {
    onDragOver: (event) => {
      if (!carriesTags(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event) => {
      setOver(false);
      const tags = droppedTags(event);
      if (tags.length === 0) return;
      event.preventDefault();
      take(tags);
    },
    'data-tags-over': isOver || undefined,
  };
}
