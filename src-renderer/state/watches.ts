import { rpc } from '../rpc/connect.ts';
import { WatchSet } from './watch-set.ts';

/** The one watch set of this page. */
export const watches = new WatchSet(async (tags) => rpc().values.watch({ tags }));
