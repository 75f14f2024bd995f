/** What docs/api.md says before its tables. Its shell blocks are run against a service by a test. */
export const API_INTRODUCTION = `# Calls

Everything that the workstation does goes through one contract. It is served over REST below \`/api/v1\`, over the WebSocket
\`/rpc\` (the same calls, the streams, and live values as binary frames), and to the desktop window. \`/api/v1/openapi.json\` is the
OpenAPI 3.1 description with every field, and \`/api/docs\` shows it as a page that needs no internet. \`resources/api-client\` holds
a client in one TypeScript file to copy.

## Where, and who

On loopback it is \`http://127.0.0.1:PORT\`; for other computers \`https://\` with TLS from 1.2, once there is a login and an
administrator (docs/security.md). Programs of the same user on the same computer may use the socket \`.nexus/service.sock\` of the
project without a key: \`curl --unix-socket .nexus/service.sock http://localhost/api/v1/system\`.

A program brings an **API key** (page Users): \`Authorization: Bearer nxk_…\`. A person signs in: \`POST /api/v1/session\` with
\`{"user": …, "password": …}\` answers \`{"session", "expiresInS", "refresh"}\`; the session goes where the key goes, and
\`POST /api/v1/session/refresh\` with \`{"refresh": …}\` gives the next one. No cookie is set. Where \`access.login\` is off, as in the
demo, neither is needed. The examples read both from variables:

\`\`\`sh
curl -sS "$NEXUS/api/v1/system" -H "Authorization: Bearer $KEY"
\`\`\`

## Reading

\`\`\`sh
curl -sS "$NEXUS/api/v1/devices/boiler-1/values" -H "Authorization: Bearer $KEY"
curl -sSG "$NEXUS/api/v1/values" --data-urlencode 'topic=acme/+/utilities/#' -H "Authorization: Bearer $KEY"
curl -sSG "$NEXUS/api/v1/history" --data-urlencode 'topic=acme/plant1/utilities/steam/boiler-1/steam_pressure' \\
  -d from=now-1h -d buckets=60 -d aggregate=max -H "Authorization: Bearer $KEY"
\`\`\`

A value is a row of \`device_id\`, \`tag_id\`, \`topic\`, \`value\`, \`quality\` (192 good), \`status\`, \`timestamp\` and \`unit\`; \`value\` is null where the
quality is bad. Whole numbers beyond 2^53 are texts, both ways.

**Pages.** A list is given whole. With \`limit\` (1–10,000) it comes in pages: where there are more, the header \`Link\` names the next one.
Its cursor stands for the last row that you have, so that rows which come or go in between are neither repeated nor passed over.

\`\`\`sh
curl -sS -D - "$NEXUS/api/v1/devices?limit=2" -H "Authorization: Bearer $KEY" | grep -i '^link: <.*>; rel="next"'
\`\`\`

## Changing

Answers carry the revision of the project as \`ETag\`. A change of something that exists sends back, in \`If-Match\`, the revision that
it was made from: without it the answer is 428, and 409 when somebody was faster. Then read again, compare, send again.

\`\`\`sh
revision=$(curl -sS -o /dev/null -D - "$NEXUS/api/v1/devices/boiler-1/config" -H "Authorization: Bearer $KEY" | tr -d '\\r' | sed -n 's/^etag: //Ip')
curl -sS -X PATCH "$NEXUS/api/v1/devices/boiler-1" -H "If-Match: $revision" -H 'Content-Type: application/json' \\
  -H "Authorization: Bearer $KEY" -d '{"patch": {"description": "Hall 2"}, "comment": "Labelled"}'
\`\`\`

A patch is one of RFC 7396 (null removes, lists are replaced). Every change is a numbered revision that can be compared and taken back.

## What is refused

Refusals are \`application/problem+json\` (RFC 9457): \`title\` is a code of [errors.md](errors.md), \`detail\` says what was seen and what
to do next, \`issues\` names the places of a form. Bodies are \`application/json\` of 64 KiB at most (4 MiB for devices, 8 MiB for
\`/import\`), 20 levels deep, without a key twice and without numbers that JavaScript would change (1e400, 2^53 + 1). An address may
ask 3,000 times and sign in 60 times in 10 s, then the answer is 429 with \`Retry-After\`; it may hold 20 connections, all together 100.

\`\`\`sh
test "$(curl -sS -o /dev/null -w '%{http_code}' -X PUT "$NEXUS/api/v1/devices/boiler-1" -H "Authorization: Bearer $KEY" \\
  -H 'Content-Type: application/json' -d '{"value": {}}')" = 428
\`\`\`

## Live values on the WebSocket

Open \`/rpc\` with the subprotocols \`nexus.v1\` and, where there is a login, \`session.KEY\`. Text messages are calls:

\`\`\`json
{"i": "1", "p": {"u": "/values/watch", "b": {"json": {"tags": [12, 13]}}}}
{"i": "1", "p": {"b": {"json": {"watching": 2}}}}
\`\`\`

\`i\` numbers the call, \`u\` is its area and name, \`b.json\` its input and answer; a refusal has its status in \`p.s\`. The numbers of tags
are their \`index\` (\`GET /devices/{device}/tags/{tag}\`), valid until the devices change (\`devices.changed\`) or the service restarts. From then on newest points come as
binary messages: the last value of each at once, then what changed, every 50 ms at most. All numbers are little-endian:

| offset | type | what |
| --- | --- | --- |
| 0 | u8 | 1: live values (2: series, 3: columns; answers of calls that ask for them) |
| 4 | u32 | number of the frame; 0 of live values |
| 8 | u8 | version of the batch, 1 |
| 9 | u8 | columns: 1 server time, 2 flags, 4 typed cells |
| 10, 11 | u8 | origin (0 local, 1 another gateway, 2 imported), reach |
| 12 | u32 | rows, *n* below |
| 16, 20 | u32 | device (0 of live values), bytes of cells |
| 24 | f64 | received, µs since 1970 UTC |
| 32 | f64 × *n* | time of each point, µs since 1970 UTC |
| 32 + 8*n* | f64 × *n* | value; NaN where there is none, or where a cell has it |
| 32 + 16*n* | f64 × *n* | time of the server, only with column 1; everything below moves by 8*n* |
| 32 + 16*n* | u32 × *n* | index of the tag |
| 32 + 20*n* | u32 × *n* | OPC UA StatusCode; good where its two highest bits are 0 |
| 32 + 24*n* | u8 × *n* | flags, only with column 2 (1 simulated, 2 clamped, 4 clock unsynchronised, 8 historical); filled up to 8 bytes |
| then | | cells, only with column 4: u32 row, u8 kind (0 text, 1 int64, 2 uint64, 3 bytes), 3 bytes, u32 length, bytes |

A peer that does not answer a ping within 15 s, is 8 MiB behind, sends more than 4 MiB, bytes, or what is no call is closed (1013, 1009, 1003, 1007).
One connection may have 200 streams open and 500 calls waiting.
`;
