import type { Logger } from '../../kernel/logger.ts';
import type { CursorFile } from '../../log/cursor/cursor-file.ts';
import type { LogDisk } from '../../log/log-disk.ts';
import type { MessageFormat, OwnMessage } from '../format/message-format.ts';
import type { Delivery } from './delivery.ts';
import type { Loss } from './loss-notice.ts';
import type { TagTable } from './tag-table.ts';

/** What a feed needs: where it reads, what it makes of it, and where that goes. */
export interface FeedOptions {
  readonly disk: LogDisk;
  readonly file: CursorFile;
  /** Nothing is read before they are told. */
  readonly tags: Pick<TagTable, 'isTold'>;
  readonly format: MessageFormat;
  readonly delivery: Delivery;
  readonly logger: Logger;
  /** It reads the present beside one that is behind: nothing that comes after the connection stood is a replay. */
  readonly isAhead?: boolean;
  /** What subscribers are told of a loss; nothing unless given. */
  readonly notice?: ((loss: Loss) => OwnMessage) | undefined;
}
