import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { rpc } from '../../rpc/connect.ts';
import { findTag, type TagRef } from '../../state/tags.ts';
import { LiveValue } from '../tags/LiveCells.tsx';

/** Rows of a text that is still being typed come and go; only those that stay are asked for. */
const SETTLE_MS = 150;

/** The live value of a tag in a row of the palette, once the row stands in sight. */
export function RowValue({ tag: { device, tag } }: { readonly tag: TagRef }): ReactNode {
  const place = useRef<HTMLSpanElement>(null);
  const [view, setView] = useState<TagView>();
  useEffect(() => {
    const abort = new AbortController();
    const read = async (): Promise<void> => {
      const known = findTag({ device, tag }) ?? (await rpc().devices.tag({ device, tag }, { signal: abort.signal }));
      if (!abort.signal.aborted) setView(known);
    };
    const sight = new IntersectionObserver((entries) => {
      // A tag that cannot be read has no value here; its page says why.
      if (entries.some((entry) => entry.isIntersecting)) void read().catch(() => undefined);
      else setView(undefined);
    });
    const timer = setTimeout(() => place.current && sight.observe(place.current), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      sight.disconnect();
      abort.abort();
    };
  }, [device, tag]);
  return (
    <span ref={place} className="palette-value">
      {view ? <LiveValue tag={view} unit="shown" /> : null}
    </span>
  );
}
