import type { ReactNode } from 'react';
import { messageIdOfText } from '../../src-shared/errors/message-ids.ts';
import { refusalAsked } from '../state/frame-requests.ts';
import { useMay } from '../state/roles.ts';
import './message.css';

interface RefusedTextProps {
  readonly device: string;
  /** The tag that the device refuses; left out where it is one of several. */
  readonly tag?: string | undefined;
  readonly text: string;
  /** How many more of its tags are refused. */
  readonly more?: number;
}

/** Why a device does not give a tag, and the way to the frames that say so. */
export function RefusedText({ device, tag, text, more = 0 }: RefusedTextProps): ReactNode {
  const isEngineer = useMay('configure');
  return (
    <span className="refused-text" data-msg={messageIdOfText(text)}>
      <span>
        {text}
        {more > 0 ? ` (${more} more ${more === 1 ? 'tag' : 'tags'})` : ''}
      </span>
      {isEngineer ? (
        <button
          type="button"
          className="link-button"
          title="Opens the traffic of the device at the request that was refused"
          onClick={(event) => {
            event.stopPropagation();
            refusalAsked(device, tag);
          }}
        >
          Show the frame
        </button>
      ) : null}
    </span>
  );
}
