import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TagPlaces } from '../../../src-shared/contract/diagnostics.ts';
import { tabClosed, tabOpened } from '../../state/layout.ts';
import { tagTrafficPath } from '../../state/traffic-requests.ts';

interface FollowedTagProps {
  readonly device: string;
  readonly tag: string;
  readonly followed: TagPlaces | undefined;
  /** It is known where the tags of the device stand. */
  readonly isKnown: boolean;
}

/** Says that only the frames of one tag are shown, or why all are; and lets the tag go. */
export function FollowedTag({ device, tag, followed, isKnown }: FollowedTagProps): ReactNode {
  const all = (): void => {
    tabOpened(`device/${device}/traffic`, 'kept');
    tabClosed(tagTrafficPath({ device, tag }));
  };
  return (
    <p className="traffic-followed" role="status">
      <span>{isKnown ? words(tag, followed) : `Looking up where ${tag} stands…`}</span>
      <button type="button" className="button" onClick={all}>
        <X size={16} strokeWidth={1.5} aria-hidden />
        Show all frames
      </button>
    </p>
  );
}

function words(tag: string, followed: TagPlaces | undefined): ReactNode {
  if (!followed) return `“${tag}” is no tag of this device now. All frames are shown.`;
  const [first] = followed.places;
  if (!first) return `Frames of this protocol do not say that they carry ${followed.name}. None is shown.`;
  const last = first.start + first.count - 1;
  return (
    <>
      Only requests that carry <strong>{followed.name}</strong>: {first.area}{' '}
      {first.count === 1 ? first.start : `${first.start}–${last}`}
    </>
  );
}
