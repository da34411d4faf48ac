/**
 * Puts values in place of the framework's variables, `${self:custom.prefix}`: a variable that is the whole string may
 * stand for anything. CloudFormation's and IAM's own, `${AWS::Region}` and `${!…}`, stay.
 * @throws for a variable that is not among them.
 */
export const expandVariables = (value: unknown, variables: Readonly<Record<string, unknown>>): unknown => {
  if (Array.isArray(value)) return value.map((item) => expandVariables(item, variables));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, expandVariables(item, variables)]),
    );
  }
  if (typeof value !== 'string') return value;
  const [, whole] = new RegExp(`^${variable.source}$`).exec(value) ?? [];
  return whole === undefined
    ? value.replaceAll(variable, (_, name: string) => String(named(name, variables)))
    : named(whole, variables);
};

const variable = /\$\{((?:self:|param:|sls:|env:|file\()[^}]*)\}/g;

const named = (name: string, variables: Readonly<Record<string, unknown>>): unknown => {
  if (!(name in variables)) throw new Error(`Nothing is known of the variable ${name}.`);
  return variables[name];
};
