// From an HTTP request to an MQTT connection: the signed URL is checked before the upgrade is granted.
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { Broker } from './broker.ts';
import type { CredentialStore } from './credentials.ts';
import { mqtt } from './limits.ts';
import { requestUrl } from './request-url.ts';
import { verifySignedUrl } from './verify-signed-url.ts';

export type MqttUpgrade = {
  readonly handle: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly close: () => void;
};

/** A PUBLISH is larger than its payload by its topic and a few bytes. */
const mostBytes = mqtt.payloadBytes + 1024;

export const createMqttUpgrade = (options: {
  readonly broker: Broker;
  readonly credentials: CredentialStore;
  readonly region: string;
  readonly now: () => number;
}): MqttUpgrade => {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: mostBytes,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });
  return {
    handle: (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const url = requestUrl(request);
      if (url.pathname !== '/mqtt') return refuseUpgrade(socket, 404, 'There is nothing but /mqtt');
      const { host = '' } = request.headers;
      const verified = verifySignedUrl(
        { url, host, region: options.region, now: options.now() },
        options.credentials,
      );
      if (!verified.ok) return refuseUpgrade(socket, 403, `Forbidden: ${verified.fault}`);
      if (!offersMqtt(request)) return refuseUpgrade(socket, 400, 'The subprotocol is mqtt');
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const { identityId } = verified.value;
        const session = { identityId, clientId: '', filters: new Set<string>(), willWithheld: false };
        options.broker.accept(createWebSocketStream(webSocket), request, session);
      });
    },
    close: () => {
      for (const webSocket of server.clients) webSocket.terminate();
      server.close();
    },
  };
};

const offersMqtt = (request: IncomingMessage): boolean =>
  (request.headers['sec-websocket-protocol'] ?? '').split(',').some((name) => name.trim() === 'mqtt');

const refuseUpgrade = (socket: Duplex, status: number, message: string): void => {
  const body = JSON.stringify({ message });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};
