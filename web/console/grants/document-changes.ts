// The policy documents of a preview, each as it is beside what it would become.
import type { GrantPreview } from '../../shared/api-paths.ts';
import { jsonLines } from './json-lines.ts';
import { type DiffLine, diffLines } from './line-diff.ts';

export type DocumentChange = {
  readonly name: string;
  /** Bytes; absent where the document is new, or goes. */
  readonly sizeBefore: number | undefined;
  readonly sizeAfter: number | undefined;
  readonly lines: readonly DiffLine[];
  readonly isChanged: boolean;
};

/** "Policy document: 2,048 characters" (AWS IoT Core quotas). */
export const documentLimit = 2048;

export const documentChanges = ({ before, after }: Pick<GrantPreview, 'before' | 'after'>) => {
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].map((name): DocumentChange => {
    const was = before.find((document) => document.name === name);
    const is = after.find((document) => document.name === name);
    const lines = diffLines(linesOf(was?.document), linesOf(is?.document));
    return {
      name,
      sizeBefore: was?.size,
      sizeAfter: is?.size,
      lines,
      isChanged: lines.some(({ kind }) => kind !== 'same'),
    };
  });
};

const linesOf = (document: unknown): readonly string[] => (document === undefined ? [] : jsonLines(document));
