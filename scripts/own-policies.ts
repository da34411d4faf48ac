// Which IoT policies of an account a stage has made. Names alone tell, and one stage's prefix may begin another's:
// `iot-attache-dev` and `iot-attache-dev-g`.
import type { PolicyName } from '../src/domain/policy-name.ts';

export type OwnPolicies = {
  /** Made at run time: to be deleted. */
  readonly scopes: readonly PolicyName[];
  /** Made by the stack, and deleted by it: to be detached from everybody. */
  readonly fixed: readonly PolicyName[];
  /** Could be this stage's or that of another one that is there, too: nobody's to touch. */
  readonly doubtful: readonly PolicyName[];
};

/** `known`: names made of the subjects that this stage's table holds; of these there is no doubt. */
export const ownPolicies = (
  prefix: string,
  all: readonly PolicyName[],
  known: ReadonlySet<string>,
): OwnPolicies => {
  const longer = all.flatMap((name) => {
    const other = name.endsWith('-connect') ? name.slice(0, -'-connect'.length) : '';
    return other.startsWith(`${prefix}-`) ? [other] : [];
  });
  const isOthers = (name: string) => longer.some((other) => isOf(other, name));
  const scopes = all.filter((name) => isScopeOf(prefix, name));
  return {
    scopes: scopes.filter((name) => known.has(name) || !isOthers(name)),
    fixed: all.filter((name) => isFixedOf(prefix, name) && !isOthers(name)),
    doubtful: scopes.filter((name) => !known.has(name) && isOthers(name)),
  };
};

const isOf = (prefix: string, name: string): boolean => isFixedOf(prefix, name) || isScopeOf(prefix, name);

const isFixedOf = (prefix: string, name: string): boolean =>
  name === `${prefix}-connect` || name === `${prefix}-suspended`;

/** As src/domain/policy-name.ts makes them. */
const isScopeOf = (prefix: string, name: string): boolean =>
  name.startsWith(`${prefix}-`) &&
  /^(?:everyone|[gu]-[\w-]{1,32}-[0-9a-f]{20})-[1-9]$/.test(name.slice(prefix.length + 1));
