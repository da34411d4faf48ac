// Names of IoT policies (`[\w+=,.@-]{1,128}`): stable, told apart by a digest, since group names may hold anything.
import type { Brand } from './brand.ts';
import type { PolicySpace } from './policy-space.ts';
import { sha256Hex } from './sha256.ts';
import { formatSubject, type Subject } from './subject.ts';

export type PolicyName = Brand<string, 'PolicyName'>;

/** Longest prefix that leaves room for the longest name, `-g-<32>-<20>-<n>`. */
export const maximumPrefixLength = 128 - '-g-'.length - 32 - '-'.length - 20 - '-1'.length;

export const parsePolicyName = (text: string): PolicyName | undefined =>
  /^[\w+=,.@-]{1,128}$/.test(text) ? (text as PolicyName) : undefined;

/** The one fixed policy that lets registered devices connect. */
export const connectPolicyName = (space: PolicySpace): PolicyName => named(`${space.prefix}-connect`);

/** The one fixed policy that a suspended identity carries besides. */
export const suspendedPolicyName = (space: PolicySpace): PolicyName => named(`${space.prefix}-suspended`);

/** The `n`-th document of a scope, counted from 1. */
export const scopePolicyName = (space: PolicySpace, subject: Subject, n: number): PolicyName =>
  named(`${scopePolicyStem(space, subject)}-${n}`);

/** The names of a scope's first `count` documents. */
export const scopePolicyNames = (
  space: PolicySpace,
  subject: Subject,
  count: number,
): readonly PolicyName[] => {
  const stem = scopePolicyStem(space, subject);
  return Array.from({ length: count }, (_, index) => named(`${stem}-${index + 1}`));
};

const scopePolicyStem = (space: PolicySpace, subject: Subject): string => {
  if (subject.kind === 'everyone') return `${space.prefix}-everyone`;
  const [letter, name] = subject.kind === 'group' ? ['g', subject.group] : ['u', subject.userId];
  const digest = sha256Hex(formatSubject(subject)).slice(0, 20);
  return `${space.prefix}-${letter}-${slugOf(name)}-${digest}`;
};

/** For people who read lists of policies; the digest tells names apart. */
const slugOf = (name: string): string =>
  name
    .replaceAll(/[^\w]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 32) || 'unnamed';

const named = (text: string): PolicyName => text as PolicyName;
