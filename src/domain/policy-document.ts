// An AWS IoT policy document as this service writes and reads it.

export type PolicyStatement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  /** In IAM role policies only; IoT policies have no `NotResource`. */
  readonly NotResource?: string | readonly string[];
  /** operator → key → value(s), e.g. `{ Bool: { 'iot:Connection.Thing.IsAttached': 'true' } }`. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

export type PolicyDocument = {
  /** Variables resolve in this version only. */
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
};
