import { orderOf, type SortTask } from './list-order.ts';

/* The thread that sorts long lists, so that no page stands still for them. */

export interface SortAsk {
  readonly number: number;
  readonly task: SortTask;
}

export interface SortAnswer {
  readonly number: number;
  readonly order: Uint32Array;
}

self.addEventListener('message', ({ data: { number, task } }: MessageEvent<SortAsk>) => {
  const answer: SortAnswer = { number, order: orderOf(task) };
  self.postMessage(answer, { transfer: [answer.order.buffer] });
});
