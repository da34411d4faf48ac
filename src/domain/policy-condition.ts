// The conditions that this service's policies use; any other fails closed.
import type { PolicyStatement } from './policy-document.ts';
import type { PolicySource, Principal } from './policy-variables.ts';

/**
 * Operators and keys are joined by AND. A key that does not resolve is not met, whatever it is compared with.
 * What is not known here fails closed: it is not met in an Allow, and met in a Deny.
 */
export const conditionTest = (
  statement: PolicyStatement,
): ((principal: Principal, source: PolicySource) => boolean) => {
  const tests = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      if (operator !== 'Bool' || key.toLowerCase() !== isAttached) return () => statement.Effect === 'Deny';
      const accepted = listed(values);
      return (principal: Principal, source: PolicySource) =>
        accepted.includes(thingIsAttached(principal, source));
    }),
  );
  return (principal, source) => tests.every((isMet) => isMet(principal, source));
};

/** "The condition key names are not case-sensitive" (IAM user guide). */
const isAttached = 'iot:connection.thing.isattached';

/** "Thing policy variables" resolve in IoT policies and on an MQTT connection only. */
const thingIsAttached = (principal: Principal, source: PolicySource): string => {
  if (source === 'role' || principal.connection === undefined) return 'unresolved';
  return String(principal.connection.thingName !== undefined);
};

const listed = (values: string | readonly string[]): readonly string[] =>
  [values].flat().map((value) => String(value).toLowerCase());
