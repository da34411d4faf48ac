// The pattern language of policies: `*` is any run of characters, `/` included; `?` is exactly one; `${…}` a variable.

/** What a variable stands for; undefined where it does not resolve. */
export type Resolve = (variable: string) => string | undefined;

/** What stands between two asterisks; may be empty. */
type Run = readonly Piece[];

type Piece =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'variable'; readonly name: string };

export type PolicyPattern = {
  readonly first: Run;
  /** One after each asterisk: none when there is no asterisk. */
  readonly others: readonly Run[];
  readonly variables: readonly string[];
  /** The whole text, when nothing in it is special. */
  readonly literal: string | undefined;
};

export const parsePattern = (text: string): PolicyPattern => {
  const first: Piece[] = [];
  const others: Piece[][] = [];
  // A `${` that is never closed is a variable without a known name: it resolves to nothing.
  for (const token of text.match(/\*|\?|\$\{[^}]*\}?|\$|[^*?$]+/g) ?? []) {
    if (token === '*') others.push([]);
    else (others.at(-1) ?? first).push(pieceOf(token));
  }
  const pieces = [first, ...others].flat();
  return {
    first,
    others,
    variables: pieces.flatMap((piece) => (piece.kind === 'variable' ? [piece.name] : [])),
    literal: others.length === 0 && pieces.every(({ kind }) => kind === 'literal') ? text : undefined,
  };
};

/**
 * The first run stands at the start, the last at the end, each other as early as it can: taking the earliest
 * place leaves the most for the rest, so nothing is ever tried twice and the work is at most the product of
 * both lengths. An unresolved variable matches nothing.
 */
export const matchesPattern = (pattern: PolicyPattern, text: string, resolve: Resolve): boolean => {
  const { others } = pattern;
  let at = endOf(pattern.first, text, 0, resolve);
  for (let index = 0; at !== undefined && index < others.length; index += 1) {
    const place = index === others.length - 1 ? lastEnd : earliestEnd;
    at = place(others[index] ?? [], text, at, resolve);
  }
  return at === text.length;
};

export const isResolved = (pattern: PolicyPattern, resolve: Resolve): boolean =>
  pattern.variables.every((variable) => resolve(variable) !== undefined);

/** The text that everything matched by any of them begins with; empty when there is none, or no pattern. */
export const commonBeginning = (patterns: readonly PolicyPattern[]): string => {
  const [head = '', ...others] = patterns.map(({ first: [piece] }) =>
    piece?.kind === 'literal' ? piece.text : '',
  );
  let length = head.length;
  for (const other of others) while (!other.startsWith(head.slice(0, length))) length -= 1;
  return head.slice(0, length);
};

const pieceOf = (token: string): Piece => {
  if (token === '?') return { kind: 'one' };
  if (token.startsWith('${')) return { kind: 'variable', name: token.slice(2, -1) };
  return { kind: 'literal', text: token };
};

/**
 * Like `text.startsWith(part, at)`, several times faster: compared from the end, since the resources of a policy
 * all begin alike.
 */
export const standsAt = (part: string, text: string, at: number): boolean => {
  for (let index = part.length - 1; index >= 0; index -= 1)
    if (part.charCodeAt(index) !== text.charCodeAt(at + index)) return false;
  return true;
};

/** Where the run ends when it begins at `start`; undefined when it does not stand there. */
const endOf = (run: Run, text: string, start: number, resolve: Resolve): number | undefined => {
  let at = start;
  for (const piece of run) {
    if (piece.kind === 'one') {
      const character = text.codePointAt(at);
      if (character === undefined) return undefined;
      at += character > 0xffff ? 2 : 1;
      continue;
    }
    const literal = piece.kind === 'literal' ? piece.text : resolve(piece.name);
    if (literal === undefined || !standsAt(literal, text, at)) return undefined;
    at += literal.length;
  }
  return at;
};

const earliestEnd = (run: Run, text: string, from: number, resolve: Resolve): number | undefined => {
  for (let start = from; start <= text.length; start += 1) {
    const end = endOf(run, text, start, resolve);
    if (end !== undefined) return end;
  }
  return undefined;
};

const lastEnd = (run: Run, text: string, from: number, resolve: Resolve): number | undefined => {
  for (let start = text.length; start >= from; start -= 1) {
    if (endOf(run, text, start, resolve) === text.length) return text.length;
  }
  return undefined;
};
