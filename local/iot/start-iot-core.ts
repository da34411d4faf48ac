// The stand-in for AWS IoT Core: control plane, data plane and MQTT broker over one state in memory.
import type { RequestListener } from 'node:http';
import type { PolicyDocument } from '../../src/domain/policy-document.ts';
import type { CallDesk } from './answer-call.ts';
import { createAuthorizer } from './authorizer.ts';
import { startBroker } from './broker.ts';
import { type Calls, createCalls } from './calls.ts';
import { controlPlane } from './control-plane.ts';
import { type CredentialStore, createCredentialStore } from './credentials.ts';
import { dataPlane } from './data-plane.ts';
import { createFaults, type Faults } from './faults.ts';
import { createIotState, type Lag } from './iot-state.ts';
import { type LocalServer, startLocalServer } from './local-server.ts';
import { createMqttUpgrade } from './mqtt-upgrade.ts';
import { createThrottle, noThrottle } from './throttle.ts';

export type IotCoreOptions = {
  readonly region: string;
  readonly accountId: string;
  /** The identity pool's authenticated role: the outer fence. */
  readonly role: PolicyDocument;
  /** Of the control plane; a free one when absent. */
  readonly port?: number;
  /** Of data plane and broker; a free one when absent. */
  readonly dataPort?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Hold each operation to its own quota. */
  readonly throttle?: boolean;
  /** How long a policy change takes to become effective for the broker. */
  readonly propagationSeconds?: number;
  readonly lag?: Lag;
};

export type RunningIotCore = {
  readonly controlUrl: string;
  readonly dataUrl: string;
  readonly mqttUrl: string;
  readonly calls: Calls;
  readonly faults: Faults;
  /** For the identity pool that hands out credentials. */
  readonly desk: CallDesk;
  readonly credentials: CredentialStore;
  readonly close: () => Promise<void>;
};

export const startIotCore = async (options: IotCoreOptions): Promise<RunningIotCore> => {
  const { region, accountId, now = Date.now, lag = {}, propagationSeconds = 0 } = options;
  const state = createIotState({ region, accountId, now, lag, propagationSeconds });
  const calls = createCalls();
  const faults = createFaults();
  const desk: CallDesk = { calls, faults, now, throttle: options.throttle ? createThrottle() : noThrottle };
  const credentials = createCredentialStore();

  const authorizer = createAuthorizer(state, options.role);
  const broker = await startBroker(authorizer);
  const upgrade = createMqttUpgrade({ broker, credentials, region, now });
  const stops = [upgrade.close, broker.close];
  const close = async () => {
    for (const stop of stops.splice(0)) await stop();
  };
  const listen = async (listener: RequestListener, port = 0): Promise<LocalServer> => {
    const started = await startLocalServer(listener, port).catch(async (cause) => {
      await close();
      throw cause;
    });
    stops.push(started.close);
    return started;
  };

  const data = await listen(dataPlane({ broker, authorizer, credentials, desk, region }), options.dataPort);
  data.server.on('upgrade', upgrade.handle);
  state.endpointAddress = `127.0.0.1:${data.port}`;
  const control = await listen(controlPlane(state, desk), options.port);
  return {
    controlUrl: `http://127.0.0.1:${control.port}`,
    dataUrl: `http://${state.endpointAddress}`,
    mqttUrl: `ws://${state.endpointAddress}/mqtt`,
    calls,
    faults,
    desk,
    credentials,
    close,
  };
};
