import { contract } from '../src-shared/contract/contract.ts';
import type { Contract } from '../src-shared/contract/define.ts';
import { API_INTRODUCTION } from './docs-api-intro.ts';

/** docs/api.md: every call of the contract, with the path it has over REST. Forms are in the OpenAPI document. */
export function apiPage(): string {
  const areas = Object.entries(contract as Contract).map(([area, members]) => {
    const rows = Object.entries(members).map(([name, member]) => {
      const rest = member.kind === 'procedure' && member.rest ? `\`${member.rest.method} ${member.rest.path}\`` : '';
      const kind = member.kind === 'event' ? 'stream' : '';
      return `| \`${area}.${name}\` | ${rest || kind || 'socket'} | ${member.permission} | ${member.doc} |`;
    });
    return `## ${area}\n\n| call | REST | permission | what it does |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${API_INTRODUCTION}
${areas.join('\n')}`;
}
