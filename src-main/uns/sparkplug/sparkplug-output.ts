import type { SparkplugConfig } from '../../project/config/sparkplug-config.ts';
import type { Output, OutputSurroundings } from '../format/make-output.ts';
import { BdSeqFile } from './bd-seq-file.ts';
import { EdgeNode } from './edge-node.ts';
import { EdgeSession } from './edge-session.ts';
import { NodeCommands } from './node-commands.ts';

/** The output of `mqtt.payload: sparkplug`. */
export function sparkplugOutput(
  { data, clock, logger, wake, drop, waits, tell }: OutputSurroundings,
  settings: SparkplugConfig,
): Output {
  const { config, cursorFile, version } = data;
  const primaryHost = settings.primary_host;
  const node = new EdgeNode({
    group: settings.group_id,
    node: settings.edge_node_id ?? data.node,
    hasAliases: settings.aliases,
    primaryHost,
    version,
    bdSeq: new BdSeqFile(`${cursorFile}.bdseq`),
    clock,
    wake,
    askValues: () => tell({ type: 'values-wanted' }),
  });
  const commands = new NodeCommands({
    node,
    config: config.commands,
    clock,
    logger,
    tell: (command) => tell({ type: 'command', command }),
  });
  const takesWrites = config.commands.enabled;
  const presence = new EdgeSession({ node, commands, primaryHost, takesWrites, clock, logger, drop, waits });
  return { format: node, presence, commands, values: (values) => node.values(values) };
}
