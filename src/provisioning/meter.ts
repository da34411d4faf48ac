// What is counted and timed while the service works.

/** Of CloudWatch; each metric there has one dimension, `stage`. */
export const namespace = 'iot-attache';

/** Every metric and its unit, as CloudWatch names units. Durations are in the unit that their name ends with. */
export const units = {
  /** New devices. */
  Registrations: 'Count',
  /** Calls of AttachPolicy and DetachPolicy, each attempt: what the quota counts. */
  AttachCalls: 'Count',
  DetachCalls: 'Count',
  /** Attempts of any AWS call that were refused for being too many. */
  Throttles: 'Count',
  /** Of applying a scope or a user once. */
  ApplyMilliseconds: 'Milliseconds',
  /** Sessions for whose end IoT Core was asked. */
  SessionsDropped: 'Count',
  /** From storing that something is taken away until IoT Core has been told so. */
  RevokeToDetachMilliseconds: 'Milliseconds',
  /** Users whose groups do not all fit, each time such a user is applied. */
  Withheld: 'Count',
  /** After a sweep: what of it is overdue and still not applied. */
  PendingScopes: 'Count',
  PendingUsers: 'Count',
  /** Differences between what is attached or written at AWS and what is stored. */
  DriftFound: 'Count',
  /** Pieces of due work that failed in a sweep. */
  DueFailures: 'Count',
  /** For how long the oldest due work had been due when a sweep began. */
  OldestDueAgeMilliseconds: 'Milliseconds',
  /** Triggers of the user pool that could not do their work in time. */
  TriggersUnfinished: 'Count',
  /** Sweeps that came to their end. */
  Sweeps: 'Count',
} as const satisfies Readonly<Record<string, 'Count' | 'Milliseconds'>>;

export type Metric = keyof typeof units;

/** A count is added to what was counted before; a duration is one of many. */
export type Meter = { readonly add: (metric: Metric, value: number) => void };
