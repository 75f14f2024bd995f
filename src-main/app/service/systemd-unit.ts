import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { EXIT_CODES } from '../cli/exit-codes.ts';
import { type ServiceDefinition, serviceArguments } from './service-definition.ts';

const STATE = '/var/lib/';

/**
 * The unit of a service. It may write its project and nothing else, see no home folder, gain no right, and load no
 * module of the kernel; it is started again after a crash, and not where its project has faults.
 *
 * A project below /var/lib gets a user of its own that systemd makes; another folder belongs to `user` already.
 * @throws NexusError NX_USAGE for a folder whose name a unit cannot hold.
 */
export function systemdUnit(definition: ServiceDefinition): string {
  const { name, project } = definition;
  if (/[\r\n]/.test([...definition.program, project].join(' ')))
    throw new NexusError('NX_USAGE', 'The path of a service has no line break. Rename the folder.');
  const command = [...definition.program, ...serviceArguments(definition)].map(quoted).join(' ');
  const { faults, locked } = EXIT_CODES;
  return `# Made by: nexus-edge service install. Change it with: systemctl edit ${name}
[Unit]
Description=Nexus Edge gateway (${specifierFree(project)})
Wants=network-online.target
After=network-online.target time-sync.target
StartLimitIntervalSec=10min
StartLimitBurst=20

[Service]
Type=notify
# Messages are carried by the program systemd-notify, which is another process of this service.
NotifyAccess=all
ExecStart=${command}
WorkingDirectory=${owned(project) ? specifierFree(project) : '/'}
# A sign of life comes every 20 s, only while every thread of the engine answers.
WatchdogSec=60
WatchdogSignal=SIGKILL
# A long log is looked through at the start; a stop drains within 30 s.
TimeoutStartSec=5min
TimeoutStopSec=35
KillMode=mixed
Restart=always
RestartSec=2
# Faults in the project, or another engine on it: a person is needed.
RestartPreventExitStatus=${faults.code} ${locked.code}
SuccessExitStatus=143

# Who it is and what it may write.
${identity(definition)}
UMask=0077
${writable(project)}

# Secrets: systemd-creds encrypt --name=mqtt.password - /etc/credstore.encrypted/mqtt.password
# then systemctl edit ${name} and add: LoadCredentialEncrypted=mqtt.password
# A project refers to it as { secret: mqtt.password }.

# What it cannot do. No MemoryDenyWriteExecute: the engine compiles code.
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=${/^\/(?:home|root)\//.test(project) || /^\/(?:home|root)\//.test(definition.program.join(' ')) ? 'no' : 'yes'}
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
# Serial ports, and no other device.
DevicePolicy=closed
DeviceAllow=char-ttyS rw
DeviceAllow=char-ttyUSB rw
DeviceAllow=char-ttyACM rw
SupplementaryGroups=dialout
LimitNOFILE=65536
LimitCORE=0

[Install]
WantedBy=multi-user.target
`;
}

/** Below /var/lib systemd makes the folder and keeps it for the service. */
const owned = (project: string): boolean => project.startsWith(STATE) && !project.includes('..');

function identity({ name, user, project }: ServiceDefinition): string {
  if (user !== undefined) return `User=${user}`;
  return owned(project) ? `DynamicUser=yes\nUser=${name}` : 'DynamicUser=yes';
}

function writable(project: string): string {
  if (!owned(project)) return `ReadWritePaths=${quoted(project)}`;
  return `StateDirectory=${quoted(project.slice(STATE.length))}\nStateDirectoryMode=0700`;
}

const specifierFree = (text: string): string => text.replaceAll('%', '%%');

/** One word of a command line of systemd: quotes, escapes, and neither variables nor specifiers. */
function quoted(word: string): string {
  const plain = specifierFree(word).replaceAll('$', '$$$$');
  return /^[\w./:@%=+,$-]+$/.test(plain) ? plain : `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
