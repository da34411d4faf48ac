// One statement of a policy, made ready to be asked many times.
import { conditionTest } from './policy-condition.ts';
import type { PolicyDocument, PolicyStatement } from './policy-document.ts';
import {
  commonBeginning,
  isResolved,
  matchesPattern,
  type PolicyPattern,
  parsePattern,
  type Resolve,
  standsAt,
} from './policy-pattern.ts';
import { type PolicySource, type Principal, variableValue } from './policy-variables.ts';

export type StatementRequest = Principal & {
  /** `iot:Publish`, … */
  readonly action: string;
  /** A whole ARN; its topic is case sensitive. */
  readonly resource: string;
};

export type ReadyStatement = {
  /** Its place in the document. */
  readonly index: number;
  readonly effect: 'Allow' | 'Deny';
  readonly applies: (request: StatementRequest) => boolean;
};

/**
 * The statements of a document that speak of the action, in their order. What was found is kept for as long as
 * the document lives; actions are few.
 */
export const statementsOn = (
  action: string,
  document: PolicyDocument,
  source: PolicySource,
): readonly ReadyStatement[] => {
  const byAction = ready[source].get(document) ?? new Map<string, readonly ReadyStatement[]>();
  const known = byAction.get(action);
  if (known !== undefined) return known;
  const statements = document.Statement.flatMap((statement, index) =>
    namesAction(statement, action) ? [readyStatement(statement, index, document.Version, source)] : [],
  );
  ready[source].set(document, byAction.set(action, statements));
  return statements;
};

const ready: Readonly<Record<PolicySource, WeakMap<PolicyDocument, Map<string, readonly ReadyStatement[]>>>> =
  { policy: new WeakMap(), role: new WeakMap() };

/** "The prefix and the action name are case insensitive" (IAM user guide, Action); there are no variables. */
const namesAction = ({ Action }: PolicyStatement, action: string): boolean =>
  [Action]
    .flat()
    .some((pattern) =>
      matchesPattern(parsePattern(pattern.toLowerCase()), action.toLowerCase(), () => undefined),
    );

const readyStatement = (
  statement: PolicyStatement,
  index: number,
  version: string,
  source: PolicySource,
): ReadyStatement => {
  const isResource = resourceTest(statement, source);
  const isMet = conditionTest(statement);
  return {
    index,
    effect: statement.Effect,
    applies: (request) => {
      // "Policy variables were introduced in version 2012-10-17": in any other they resolve to nothing.
      const resolve: Resolve = (variable) =>
        version === '2012-10-17' ? variableValue(variable, request, source) : undefined;
      return isResource(request.resource, resolve) && isMet(request, source);
    },
  };
};

/** IoT policies have no NotResource. A statement that names no resource fails closed: only a Deny applies. */
const resourceTest = (
  { Effect, Resource, NotResource }: PolicyStatement,
  source: PolicySource,
): ((resource: string, resolve: Resolve) => boolean) => {
  if (Resource !== undefined) return anyOf(patternsOf(Resource));
  if (NotResource === undefined || source === 'policy') return () => Effect === 'Deny';
  const patterns = patternsOf(NotResource);
  const excluded = anyOf(patterns);
  // An exception that cannot be read must not make an Allow wider.
  return (resource, resolve) =>
    !excluded(resource, resolve) &&
    (Effect === 'Deny' || patterns.every((pattern) => isResolved(pattern, resolve)));
};

const patternsOf = (texts: string | readonly string[]): readonly PolicyPattern[] =>
  [texts].flat().map(parsePattern);

const anyOf = (patterns: readonly PolicyPattern[]): ((text: string, resolve: Resolve) => boolean) => {
  const beginning = commonBeginning(patterns);
  const literals = new Set(patterns.flatMap(({ literal }) => (literal === undefined ? [] : [literal])));
  const others = patterns.filter(({ literal }) => literal === undefined);
  return (text, resolve) =>
    standsAt(beginning, text, 0) &&
    (literals.has(text) || others.some((pattern) => matchesPattern(pattern, text, resolve)));
};
