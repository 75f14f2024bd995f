import { z } from 'zod';
import { method } from './define.ts';
import { JobView } from './jobs.ts';

export const archive = {
  start: method({
    doc: 'Archives every whole day that is old enough and not archived yet, as a job; the gateway does so once a day by itself.',
    permission: 'configure',
    rest: { method: 'POST', path: '/history/archive' },
    input: z.object({}),
    output: JobView,
  }),
};
