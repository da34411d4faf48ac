import { addressOf } from '../addresses.ts';

/** A subject as the API writes it, leading to its page. */
export const SubjectLink = ({ subject }: { readonly subject: string }) => (
  <a href={addressOf.subject(subject)}>{subject}</a>
);
