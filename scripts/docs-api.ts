import { contract } from '../src-shared/contract/contract.ts';
import type { Contract } from '../src-shared/contract/define.ts';

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
  return `# Calls

REST paths stand below \`/api/v1\`; \`GET /api/v1/openapi.json\` is the OpenAPI 3.1 description with every field. The same
calls, and the streams, are there on the WebSocket \`/rpc\`. Errors are \`application/problem+json\` (RFC 9457); their
\`title\` is a code of [errors.md](errors.md). Answers carry the revision of the project as \`ETag\`; a change of something
that exists sends it back in \`If-Match\` (428 without, 409 when somebody was faster).

${areas.join('\n')}`;
}
