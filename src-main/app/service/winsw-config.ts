import { type ServiceDefinition, serviceArguments } from './service-definition.ts';

/**
 * What WinSW 2.12 reads: one XML file beside a copy of its program, both named after the service. Ctrl+C is how WinSW asks
 * a console program to stop, which drains within 30 s; faults of the project (exit code 2) still restart, slowly.
 */
export function winswConfig(definition: ServiceDefinition): string {
  const [program, ...leading] = definition.program;
  const argumentsText = [...leading, ...serviceArguments(definition)].map(windowsWord).join(' ');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- Made by: nexus-edge service install -->
<service>
  <id>${xml(definition.name)}</id>
  <name>Nexus Edge (${xml(definition.name)})</name>
  <description>Nexus Edge gateway of ${xml(definition.project)}</description>
  <executable>${xml(program!)}</executable>
  <arguments>${xml(argumentsText)}</arguments>
  <workingdirectory>${xml(definition.project)}</workingdirectory>
  <startmode>Automatic</startmode>
  <delayedAutoStart>true</delayedAutoStart>
  <stoptimeout>35 sec</stoptimeout>
  <onfailure action="restart" delay="2 sec"/>
  <onfailure action="restart" delay="10 sec"/>
  <onfailure action="restart" delay="60 sec"/>
  <resetfailure>1 hour</resetfailure>
  <serviceaccount>
    <username>${xml(definition.user ?? 'NT AUTHORITY\\LocalService')}</username>
  </serviceaccount>
  <logpath>${xml(definition.project)}\\.nexus\\logs</logpath>
  <log mode="roll-by-size">
    <sizeThreshold>10240</sizeThreshold>
    <keepFiles>8</keepFiles>
  </log>
</service>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const xml = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign]!);

/** One word as the C runtime of Windows takes a command line apart. */
function windowsWord(word: string): string {
  if (word !== '' && !/[\s"]/.test(word)) return word;
  return `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replaceAll(/(\\+)$/g, '$1$1')}"`;
}
