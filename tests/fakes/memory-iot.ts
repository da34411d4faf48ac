// IoT Core's ports in memory; passes the same contract as the gateways (tests/contracts/iot.test.ts).
import { type IdentityId, parseDeviceId, type ThingName } from '../../src/domain/identifiers.ts';
import type { PolicyName } from '../../src/domain/policy-name.ts';
import type * as ports from '../../src/provisioning/ports.ts';

export type Iot = ports.PolicyControl &
  ports.AttachmentControl &
  ports.ThingControl &
  ports.AttachedThings &
  ports.ConnectionControl &
  ports.ConnectionReader &
  ports.EndpointControl;

export type MemoryIot = Iot & {
  readonly policies: Map<PolicyName, { versions: { versionId: string; text: string }[]; next: number }>;
  /** Policy names by identity. */
  readonly attached: Map<IdentityId, Set<PolicyName>>;
  /** The identities of each thing. */
  readonly things: Map<ThingName, Set<IdentityId>>;
  readonly dropped: ThingName[];
  /** Live sessions. */
  readonly connected: Set<ThingName>;
};

const maxVersions = 5;
const maxAttached = 10;

export const awsError = (name: string): Error => Object.assign(new Error(name), { name, $metadata: {} });

export const memoryIot = (): MemoryIot => {
  const policies: MemoryIot['policies'] = new Map();
  const attached: MemoryIot['attached'] = new Map();
  const things: MemoryIot['things'] = new Map();
  const dropped: ThingName[] = [];
  const connected: MemoryIot['connected'] = new Set();
  const existing = <Key, Value>(map: Map<Key, Value>, key: Key): Value => {
    const value = map.get(key);
    if (value === undefined) throw awsError('ResourceNotFoundException');
    return value;
  };

  return {
    policies,
    attached,
    things,
    dropped,
    connected,
    readPolicy: async (name) => {
      const policy = policies.get(name);
      return (
        policy && {
          name,
          document: policy.versions.at(-1)?.text ?? '',
          versions: policy.versions.map(({ versionId }, index, { length }) => ({
            versionId,
            isDefault: index === length - 1,
          })),
        }
      );
    },
    createPolicy: async (name, text) => {
      if (policies.has(name)) return 'exists';
      policies.set(name, { versions: [{ versionId: '1', text }], next: 2 });
      return { versionId: '1' };
    },
    createVersion: async (name, text) => {
      const policy = existing(policies, name);
      if (policy.versions.length === maxVersions) return 'versions-full';
      const versionId = String(policy.next++);
      policy.versions.push({ versionId, text });
      return { versionId };
    },
    deleteVersion: async (name, versionId) => {
      const policy = policies.get(name);
      if (policy) policy.versions = policy.versions.filter((version) => version.versionId !== versionId);
    },
    deletePolicy: async (name) => {
      const isAttached = [...attached.values()].some((names) => names.has(name));
      if (isAttached || (policies.get(name)?.versions.length ?? 0) > 1) return 'attached';
      policies.delete(name);
      return 'deleted';
    },
    attachPolicy: async (name, identityId) => {
      existing(policies, name);
      const names = attached.get(identityId) ?? new Set();
      if (!names.has(name) && names.size === maxAttached) throw awsError('LimitExceededException');
      attached.set(identityId, names.add(name));
    },
    detachPolicy: async (name, identityId) => {
      attached.get(identityId)?.delete(name);
    },
    listAttached: async (identityId) => [...(attached.get(identityId) ?? [])],
    listTargets: async (name) =>
      [...attached].flatMap(([identityId, names]) => (names.has(name) ? [identityId] : [])),
    createThing: async (thingName) => {
      if (!things.has(thingName)) things.set(thingName, new Set());
    },
    attachThing: async (thingName, identityId) => {
      const identities = things.get(thingName);
      identities?.add(identityId);
      return identities ? 'attached' : 'missing';
    },
    detachThing: async (thingName, identityId) => {
      things.get(thingName)?.delete(identityId);
    },
    deleteThing: async (thingName) => {
      if ((things.get(thingName)?.size ?? 0) > 0) throw awsError('InvalidRequestException');
      things.delete(thingName);
    },
    listDevices: async (identityId) =>
      [...things].flatMap(([name, identities]) =>
        identities.has(identityId) && name.startsWith(`${identityId}:`)
          ? (parseDeviceId(name.slice(identityId.length + 1)) ?? [])
          : [],
      ),
    dropConnection: async (clientId) => {
      dropped.push(clientId);
      connected.delete(clientId);
    },
    isConnected: async (clientId) => connected.has(clientId),
    describeEndpoint: async () => 'data.example',
  };
};
