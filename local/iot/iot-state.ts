// Everything the stand-in for IoT Core knows, in memory.
import { partitionOf } from '../../src/domain/policy-space.ts';
import { createEffectivePolicies, type EffectivePolicies } from './effective-policies.ts';

export type PolicyVersion = { readonly id: string; readonly text: string; readonly createdAt: number };

export type Policy = {
  readonly name: string;
  /** Oldest first. */
  readonly versions: readonly PolicyVersion[];
  readonly defaultVersionId: string;
  /** Version numbers are never used again. */
  readonly lastVersion: number;
  readonly createdAt: number;
  readonly changedAt: number;
};

export type Attachment = { readonly policyName: string; readonly attachedAt: number };

export type Thing = {
  readonly name: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Principal → when it counts as detached (milliseconds); `undefined` while attached. */
  readonly principals: Map<string, number | undefined>;
};

/** How long AWS's own view may lag behind, in milliseconds; nothing lags unless asked for. */
export type Lag = {
  /** A fresh attachment is missing from ListAttachedPolicies. */
  readonly listAttachment?: number;
  /** A detached policy still cannot be deleted. */
  readonly deletePolicy?: number;
  /** DetachThingPrincipal is asynchronous: the principal still counts as attached. */
  readonly detachThing?: number;
};

export type IotState = {
  readonly region: string;
  readonly accountId: string;
  readonly lag: Lag;
  readonly now: () => number;
  readonly policies: Map<string, Policy>;
  /** Target → its policies in the order of attaching. */
  readonly attachments: Map<string, readonly Attachment[]>;
  /** Policy → when it was last detached from anything. */
  readonly detachedAt: Map<string, number>;
  readonly things: Map<string, Thing>;
  readonly effective: EffectivePolicies;
  /** `host:port` of the broker. */
  endpointAddress: string;
};

export const createIotState = (options: {
  readonly region: string;
  readonly accountId: string;
  readonly now: () => number;
  readonly lag: Lag;
  readonly propagationSeconds: number;
}): IotState => ({
  region: options.region,
  accountId: options.accountId,
  lag: options.lag,
  now: options.now,
  policies: new Map(),
  attachments: new Map(),
  detachedAt: new Map(),
  things: new Map(),
  effective: createEffectivePolicies(options.propagationSeconds),
  endpointAddress: '',
});

export const arnOf = (
  state: IotState,
  type: 'client' | 'policy' | 'thing' | 'topic' | 'topicfilter',
  name: string,
): string => `arn:${partitionOf(state.region)}:iot:${state.region}:${state.accountId}:${type}/${name}`;

/** The principals that count as attached to a thing now. */
export const attachedPrincipals = (state: IotState, thing: Thing): readonly string[] =>
  [...thing.principals].flatMap(([principal, until]) =>
    until === undefined || until > state.now() ? [principal] : [],
  );
