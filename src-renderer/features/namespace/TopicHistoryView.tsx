import { type ReactNode, useEffect, useRef } from 'react';
import { liveLoop } from '../../state/live-loop.ts';
import type { TopicFollower } from './follow-topic.ts';
import { drawCourse, writeHistory } from './write-detail.ts';

/** The last messages of a topic since somebody looks, newest first, and their figures as a line. Written outside React. */
export function TopicHistoryView({ follower }: { readonly follower: TopicFollower }): ReactNode {
  const list = useRef<HTMLOListElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const title = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let shown = -1;
    return liveLoop.add(() => {
      if (!list.current || !canvas.current || !title.current || follower.version === shown) return 0;
      shown = follower.version;
      writeHistory(list.current, follower.history);
      drawCourse(canvas.current, follower.history);
      title.current.textContent = `(${follower.history.length})`;
      return 1;
    });
  }, [follower]);
  return (
    <div className="topic-history">
      <h3>
        History <span ref={title} />
        <span className="quiet"> since it is shown here</span>
      </h3>
      <canvas ref={canvas} className="topic-course" aria-hidden />
      <ol ref={list} className="topic-history-list mono" tabIndex={0} aria-label="History, newest first" />
    </div>
  );
}
