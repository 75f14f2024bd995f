/** Asks for the socket of the windows as a browser does (RFC 6455, 4.1). @param host as `127.0.0.1:8480` */
export const upgradeTo = (host: string): string =>
  `GET /rpc HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: nexus.v1\r\n\r\n`;
