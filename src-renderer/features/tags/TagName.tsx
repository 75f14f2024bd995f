import type { DragEvent, ReactNode } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { useSelection } from '../../state/selection.ts';
import { dragTags } from '../../state/tag-drag.ts';
import { sameTag } from '../../state/tags.ts';
import { textFits } from '../../ui/text-fits.ts';

interface TagNameProps {
  readonly tag: TagView;
  /** As it is edited, which may not be applied yet. */
  readonly text: string;
  readonly className: string;
  /** Of the cell. */
  readonly widthPx: number;
}

/** The name of a tag, which can be dragged to a trend or a watch table; with it, the others that are selected. */
export function TagName({ tag, text, className, widthPx }: TagNameProps): ReactNode {
  const drag = (event: DragEvent): void => {
    const own = { device: tag.device, tag: tag.id };
    const { selection } = useSelection.getState();
    const isSelected = selection.kind === 'tags' && selection.tags.some((other) => sameTag(other, own));
    dragTags(event, isSelected ? selection.tags : [own]);
  };
  return (
    <span
      className={`text ${className}`}
      title={text}
      data-fits={textFits(text, widthPx) || undefined}
      draggable
      onDragStart={drag}
    >
      {text}
    </span>
  );
}
