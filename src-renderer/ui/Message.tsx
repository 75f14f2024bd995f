import type { ReactNode } from 'react';
import { messageId } from '../../src-shared/errors/message-ids.ts';
import './message.css';

interface MessageProps {
  /** An error code, or an id of the message catalogue. */
  readonly code: string;
  readonly text: string;
  readonly tone?: 'error' | 'warning' | 'quiet';
  /** Said at once by a screen reader: only for what blocks the person now. */
  readonly isAlert?: boolean;
}

/** A text of the message catalogue. Tests find it by `data-msg`, people by its words. */
export function Message({ code, text, tone = 'error', isAlert = false }: MessageProps): ReactNode {
  return (
    <p className="message" data-msg={messageId(code, text)} data-tone={tone} role={isAlert ? 'alert' : undefined}>
      {text}
    </p>
  );
}
