import type { CommandService } from '../../commands/command-service.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { IncomingCommand } from '../../uns/commands/command-messages.ts';
import type { PublisherClient } from '../../uns/publishing/publisher-client.ts';
import type { RemoteScope } from './remote-scope.ts';

/** Lets commands from MQTT in by the same door as all others; each is answered on its topic. */
export function joinRemoteCommands(
  publisher: Pick<PublisherClient, 'commands' | 'answer'>,
  commands: Pick<CommandService, 'execute'>,
  mayWrite: RemoteScope,
): Disposable {
  const execute = async (command: IncomingCommand): Promise<void> => {
    const receipt = await commands.execute({
      ...command,
      verify: command.verify ?? true,
      actor: { name: command.actor, via: 'mqtt', session: undefined },
      isForbidden: !mayWrite(command.device, command.tag),
    });
    publisher.answer(command.number, receipt);
  };
  return publisher.commands.on((command) => void execute(command));
}
