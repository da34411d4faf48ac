/** The members that a path names; `undefined` when it is another path. */
export const matchPath = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const members: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const text = decode(given[index] ?? '');
    if (text === undefined) return undefined;
    if (segment.startsWith('{')) members[segment.slice(1, -1)] = text;
    else if (segment !== text) return undefined;
  }
  return members;
};

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
