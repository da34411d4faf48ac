// JSON for people: what is short stands on one line, the rest member by member.

const width = 60;

export const jsonLines = (value: unknown): readonly string[] => layOut(value, '', '', '');

/** `head` and `tail` are what stands on the value's first line before it, and on its last line after it. */
const layOut = (value: unknown, indent: string, head: string, tail: string): readonly string[] => {
  const flat = oneLine(value);
  const isShort = head.length + flat.length <= width;
  if (isShort || typeof value !== 'object' || value === null) return [`${indent}${head}${flat}${tail}`];
  const isList = Array.isArray(value);
  const members = Object.entries(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  return [
    `${indent}${head}${open}`,
    ...members.flatMap(([name, member], index) =>
      layOut(
        member,
        `${indent}  `,
        isList ? '' : `${JSON.stringify(name)}: `,
        index < members.length - 1 ? ',' : '',
      ),
    ),
    `${indent}${close}${tail}`,
  ];
};

const oneLine = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}: ${oneLine(member)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
};
