import type { SearchAnswer, SearchAsk } from './search-messages.ts';
import { TagIndex } from './tag-index.ts';

/* The thread that searches, so that no key waits for fifty thousand tags. */

let index = new TagIndex([]);

addEventListener('message', ({ data: ask }: MessageEvent<SearchAsk>) => {
  if (ask.kind === 'catalogue') {
    index = new TagIndex(ask.devices);
    return;
  }
  const found =
    ask.what === 'tags' ? index.find(ask.text, ask.limit, ask.recent) : index.findTopics(ask.text, ask.limit);
  const answer: SearchAnswer = { number: ask.number, ...found };
  postMessage(answer);
});
