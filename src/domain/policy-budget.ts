// How much a scope's policies may say, and the refusal when its grants say more.
import { formatSubject, type Subject } from './subject.ts';

/** "Policy document: 2,048 characters, white space not counted"; here every UTF-8 byte counts. */
export const maximumDocumentBytes = 2048;

/** Everyone and a group have up to 3 documents, made once; a user has as many as are needed, up to 2. */
export const maximumDocuments = (subject: Subject): number => (subject.kind === 'user' ? 2 : 3);

export const defaultDocuments = (subject: Subject): number => (subject.kind === 'user' ? 2 : 1);

export type PolicyBudgetExceeded = {
  readonly code: 'policy-budget-exceeded';
  /** Bytes that the documents would take, were there as many as needed – of the Denies alone if these are too many. */
  readonly used: number;
  /** Bytes that there are. */
  readonly limit: number;
  /** How many documents would hold the grants; absent when more documents do not help. */
  readonly documentsNeeded?: number;
  /** Epoch milliseconds of the end of a grant from which on the rest does not fit; absent when that is so at once. */
  readonly from?: number;
  readonly detail: string;
};

export const documentsExceeded = (
  subject: Subject,
  documents: number,
  used: number,
  documentsNeeded: number,
): PolicyBudgetExceeded => {
  const there = documents === 1 ? 'is 1 document' : `are ${documents} documents`;
  const needed = `${documentsNeeded} document${documentsNeeded === 1 ? '' : 's'}`;
  const fits = documentsNeeded <= maximumDocuments(subject);
  const remedy = fits ? `Give it ${needed}, revoke` : 'Revoke';
  const detail = `The grants of ${formatSubject(subject)} need ${used} bytes in ${needed}; there ${there} of ${maximumDocumentBytes} bytes. ${remedy} grants, or put one with "#" in the place of several below it.`;
  const limit = documents * maximumDocumentBytes;
  return { code: 'policy-budget-exceeded', used, limit, documentsNeeded, detail };
};

export const denialsExceeded = (subject: Subject, used: number): PolicyBudgetExceeded => ({
  code: 'policy-budget-exceeded',
  used,
  limit: maximumDocumentBytes,
  detail: `The denies of ${formatSubject(subject)} need ${used} bytes and all stand in its first document of ${maximumDocumentBytes} bytes. Revoke denies, or put one with "#" in the place of several below it.`,
});
