// CloudFormation's intrinsic functions, as far as they can be resolved without deploying.

export type Scope = {
  /** What `Ref` and `${name}` in `Fn::Sub` stand for. */
  readonly references: Readonly<Record<string, string>>;
};

/** @throws for a reference that the scope does not have, and for a function that is not known here. */
export const resolveIntrinsics = (value: unknown, scope: Scope): unknown => {
  if (Array.isArray(value)) {
    return value.map((item) => resolveIntrinsics(item, scope)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0 && name === 'Ref') return referenceOf(argument, scope);
  if (others.length === 0 && name === 'Fn::Sub') return substitute(argument, scope);
  if (name.startsWith('Fn::')) throw new Error(`${name} cannot be resolved here.`);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, resolveIntrinsics(item, scope)] as const)
      .filter(([, item]) => item !== undefined),
  );
};

/** The pseudo parameters of a region and account. */
export const pseudoParameters = (place: {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}): Readonly<Record<string, string>> => ({
  'AWS::Partition': place.partition,
  'AWS::Region': place.region,
  'AWS::AccountId': place.accountId,
  'AWS::URLSuffix': place.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
});

const referenceOf = (name: unknown, { references }: Scope): string | undefined => {
  if (name === 'AWS::NoValue') return undefined;
  const value = typeof name === 'string' ? references[name] : undefined;
  if (value === undefined) throw new Error(`Nothing is known of ${String(name)}.`);
  return value;
};

/** `${!name}` is literal: `${name}`. */
const substitute = (template: unknown, scope: Scope): string => {
  if (typeof template !== 'string')
    throw new Error('Fn::Sub with its own variables cannot be resolved here.');
  return template.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) =>
    literal ? `\${${name}}` : String(referenceOf(name, scope)),
  );
};
