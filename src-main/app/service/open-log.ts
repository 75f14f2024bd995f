import { resolve } from 'node:path';
import { parseByteSize } from '../../../src-shared/domain/byte-size.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Lifetime } from '../../kernel/lifetime.ts';
import { LogFile } from '../../kernel/log-file.ts';
import { createLogger, type RootLogger } from '../../kernel/logger.ts';
import { environmentOverrides, unknownVariables } from '../../project/config/environment-overrides.ts';
import type { LogConfig } from '../../project/config/log-config.ts';

/** The log of a service as its project has it; it begins with what the environment says in the project's place. */
export function openLog(folder: string, config: LogConfig, lifetime: Lifetime): RootLogger {
  const file =
    config.file === undefined
      ? undefined
      : lifetime.add(
          new LogFile({
            path: resolve(folder, config.file),
            maxBytes: parseByteSize(config.max_size)!,
            maxFiles: config.max_files,
            maxAgeMs: parseDurationMs(config.max_age)!,
          }),
        );
  const logger = createLogger(config.level, process.stdout, systemClock, file);
  lifetime.defer(() => logger.flush());
  // Names only: who reads the log need not know what the variables hold.
  const said = environmentOverrides().map(({ by }) => by);
  if (said.length > 0) logger.info('settings come from the environment', { variables: said.join(', ') });
  const unknown = unknownVariables();
  if (unknown.length > 0) {
    const text = 'variables of the environment mean nothing here: see docs/config.md for the names that do';
    logger.warn(text, { variables: unknown.join(', ') });
  }
  return logger;
}
