// What AWS IoT Core allows, as far as the stand-in models it (AWS IoT Core endpoints and quotas).

/** "Maximum policy document size: 2,048 characters, excluding white space". */
export const policyDocumentCharacters = 2048;
export const policyVersions = 5;
export const policiesPerPrincipal = 10;
/** "Maximum number of thing attributes for a thing without a thing type". */
export const attributesWithoutThingType = 3;

/** Pages hold at most 250 entries; AWS documents no default, so it is small enough to make callers page. */
export const pageSize = { least: 1, most: 250, usual: 25 };

export const mqtt = {
  topicBytes: 256,
  topicSlashes: 7,
  clientIdBytes: 128,
  filtersPerSubscribe: 8,
  subscriptionsPerConnection: 50,
  payloadBytes: 128 * 1024,
};

/** Calls per second, per account and region; each operation has its own. Operations not named are unlimited. */
export const callsPerSecond: Readonly<Record<string, number>> = {
  AttachPolicy: 15,
  DetachPolicy: 15,
  ListAttachedPolicies: 15,
  CreatePolicy: 10,
  CreatePolicyVersion: 10,
  DeletePolicy: 10,
  DeletePolicyVersion: 10,
  SetDefaultPolicyVersion: 10,
  GetPolicy: 10,
  ListPolicies: 10,
  ListTargetsForPolicy: 10,
  CreateThing: 100,
  AttachThingPrincipal: 100,
  DetachThingPrincipal: 100,
  GetId: 25,
};
