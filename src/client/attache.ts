// What an app gives to the client library, and what it gets.
import type { AttacheError } from './attache-error.ts';
import type { Status } from './connection.ts';
import type { DeviceWish, ExplainedAction } from './device.ts';
import type { LocksLike, StorageLike } from './installation.ts';
import type { Mqtt, TimerVariant } from './open-session.ts';
import type { Fetch } from './request.ts';
import type { Listener, Subscription } from './subscriptions.ts';
import type { Timing } from './timing.ts';
import type { Credentials, Explanation, Registration } from './wire.ts';

export type AttacheOptions = DeviceWish & {
  readonly apiUrl: string;
  /** The ID token of who is signed in, refreshed when necessary: asked for at every request. */
  readonly getIdToken: () => Promise<string>;
  /** The package `mqtt`: `import mqtt from 'mqtt'`. */
  readonly mqtt: Mqtt;
  /** `localStorage` in browsers, memory elsewhere, when absent. */
  readonly storage?: StorageLike;
  /** One of your own; then no two running clients may have the same. When absent, one per installation and tab. */
  readonly deviceId?: string;
  /** How many tabs may be connected at once, each as a device: 4 when absent. The service limits devices per user. */
  readonly maxTabs?: number;
  readonly onStatus?: (status: Status) => void;
  /** A subscription that stood has ended, since it is no longer granted. */
  readonly onSubscriptionLost?: (filter: string, error: AttacheError) => void;
  /** AWS's when absent; the local stack has its own. */
  readonly identityEndpoint?: string;
  /** Seconds between signs of life, 30 when absent; AWS takes 30 to 1200. */
  readonly keepalive?: number;
  /**
   * `native` where a Content-Security-Policy forbids workers of `blob:` URLs; then with a `keepalive` of 240 or more,
   * since browsers slow the timers of hidden pages down. `auto` when absent.
   */
  readonly timerVariant?: TimerVariant;
  readonly fetch?: Fetch;
  readonly locks?: LocksLike;
  readonly timing?: Timing;
};

export type PublishOptions = { readonly qos?: 0 | 1; readonly retain?: boolean };

export type Attache = {
  /** This device at the service. Asks once; later calls and page loads remember. */
  readonly register: () => Promise<Registration>;
  /** Of the identity, for AWS SDK clients too; kept until five minutes before they expire. */
  readonly credentials: () => Promise<Credentials>;
  /** Resolves when connected, however long AWS takes to know the device; from then on it reconnects by itself. */
  readonly connect: () => Promise<void>;
  /** QoS 1 unless told otherwise: resolves when the broker has taken it, which may be twice after a lost connection. */
  readonly publish: (topic: string, payload: string | Uint8Array, options?: PublishOptions) => Promise<void>;
  readonly subscribe: (
    filter: string,
    listener: Listener,
    options?: { readonly qos?: 0 | 1 },
  ) => Promise<Subscription>;
  /** May I, and why not? */
  readonly explain: (action: ExplainedAction, topic: string) => Promise<Explanation>;
  /** Ends the connection for good and gives this tab's device back. */
  readonly close: () => Promise<void>;
};
