// Puts a whole level into a topic filter where the caret is: "/" is added as it is needed.

export const insertLevel = (
  text: string,
  [start, end]: readonly [number, number],
  level: string,
): { readonly text: string; readonly caret: number } => {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const opening = before === '' || before.endsWith('/') ? '' : '/';
  const closing = after === '' || after.startsWith('/') ? '' : '/';
  const head = `${before}${opening}${level}`;
  return { text: `${head}${closing}${after}`, caret: head.length };
};
