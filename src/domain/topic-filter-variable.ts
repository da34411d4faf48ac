// The variables of topic filters: what AWS calls them, how long they can become, what they stand for.
import { type IdentityId, parseIdentityId, parseUserId, type ThingName, type UserId } from './identifiers.ts';
import type { Level, TopicFilter } from './topic-filter.ts';
import { utf8Length } from './utf8-length.ts';

export type Variable = 'identityId' | 'thingName' | 'userId';

export type VariableValues = {
  readonly identityId?: IdentityId | undefined;
  readonly thingName?: ThingName | undefined;
  readonly userId?: UserId | undefined;
};

export const parseVariable = (text: string): Variable | undefined =>
  variables.find((variable) => text === `\${${variable}}`);

/** The policy variables that AWS resolves at run time; `${userId}` has none and is put in when compiled. */
export const policyVariables = {
  identityId: '${cognito-identity.amazonaws.com:sub}',
  thingName: '${iot:Connection.Thing.ThingName}',
} as const;

/** The filter with the known variables put in; unknown ones are left standing. */
export const resolveVariables = (filter: TopicFilter, values: VariableValues): TopicFilter => {
  if (!filter.levels.some((level) => level.kind === 'variable')) return filter;
  const levels = filter.levels.map((level): Level => {
    const value = level.kind === 'variable' ? values[level.variable] : undefined;
    return value === undefined ? level : { kind: 'text', text: value };
  });
  return { text: levels.map(levelText).join('/'), levels } as unknown as TopicFilter;
};

/** Bytes of the filter after the longest possible substitution. */
export const longestLength = (levels: readonly Level[], userId: UserId | undefined): number => {
  const longest = { ...longestValue, userId: userId?.length ?? 1 };
  const lengths = levels.map((level) =>
    level.kind === 'variable' ? longest[level.variable] : utf8Length(levelText(level)),
  );
  return lengths.reduce((sum, length) => sum + length, levels.length - 1);
};

export const levelText = (level: Level): string => {
  switch (level.kind) {
    case 'text':
      return level.text;
    case 'variable':
      return `\${${level.variable}}`;
    case 'single':
      return '+';
    case 'multi':
      return '#';
  }
};

/** Whether some user or device has `text` as the variable's value. */
export const canBecome = (variable: Variable, text: string): boolean => {
  switch (variable) {
    case 'identityId':
      return parseIdentityId(text) !== undefined;
    case 'thingName':
      return (
        parseIdentityId(text.slice(0, text.lastIndexOf(':'))) !== undefined &&
        /:[A-Za-z0-9_-]{1,64}$/.test(text)
      );
    case 'userId':
      return parseUserId(text) !== undefined;
  }
};

const variables: readonly Variable[] = ['identityId', 'thingName', 'userId'];

/** An identity ID has at most 55 characters; a thing name is one, a colon and a device ID of at most 64. */
const longestValue = { identityId: 55, thingName: 55 + 1 + 64 };
