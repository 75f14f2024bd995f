import { ChartLine } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tagAsked } from '../../state/tag-requests.ts';
import { type TagRef, useTags, wantTags } from '../../state/tags.ts';
import { addToTrend } from '../../state/trends.ts';

/** The tag that a topic belongs to, and the ways to it. */
export function TopicTagLine({ tag: ref }: { readonly tag: TagRef }): ReactNode {
  const device = useDevices((state) => state.list.find(({ id }) => id === ref.device));
  const tag = useTags((state) => state.byDevice[ref.device]?.tags.find(({ id }) => id === ref.tag));
  useEffect(() => wantTags(ref.device), [ref.device]);
  return (
    <p className="topic-tag">
      Tag
      <button type="button" className="link-button" onClick={() => tagAsked(ref)}>
        {device?.name ?? ref.device} · {tag?.name ?? ref.tag}
      </button>
      <button type="button" className="button" onClick={() => addToTrend([ref])}>
        <ChartLine size={16} strokeWidth={1.5} aria-hidden />
        Add to trend
      </button>
    </p>
  );
}
