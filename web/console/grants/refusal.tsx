// Why a grant is not taken, where it is about no field: with the way on, where there is one.

import type { Grant, Problem } from '../../shared/api-paths.ts';
import { Failure } from '../../shared/failure.tsx';
import { RequestFailed } from '../../shared/request-failed.ts';
import { addressOf } from '../addresses.ts';
import { isSaidAtFields } from './field-faults.ts';
import { type GrantDraft, subjectOf } from './grant-draft.ts';
import { StaleGrant } from './stale-grant.tsx';

export const Refusal = ({
  error,
  draft,
  seen,
  onTakeCurrent,
}: {
  readonly error: unknown;
  readonly draft: GrantDraft;
  readonly seen: Grant | undefined;
  /** With what is to be in the form. */
  readonly onTakeCurrent: (current: Grant, draft: GrantDraft) => void;
}) => {
  if (error === undefined || isSaidAtFields(error)) return null;
  const problem = error instanceof RequestFailed ? error.problem : undefined;
  if (problem?.code === 'precondition-failed' && seen) {
    return <StaleGrant error={error} seen={seen} draft={draft} onTake={onTakeCurrent} />;
  }
  return (
    <Failure error={error}>
      {problem?.code === 'grant-duplicate' && problem.grantId && (
        <p>
          <a href={addressOf.grant(problem.grantId)}>The grant that says the same</a>
        </p>
      )}
      {problem?.code === 'policy-budget-exceeded' && <Budget problem={problem} subject={subjectOf(draft)} />}
    </Failure>
  );
};

const count = new Intl.NumberFormat('en');

const Budget = ({ problem, subject }: { readonly problem: Problem; readonly subject: string }) => {
  const { used = 0, limit = 0, documentsNeeded } = problem;
  return (
    <>
      <label class="size">
        {count.format(used)} of {count.format(limit)} bytes
        <meter min={0} max={used} high={limit} value={used} />
      </label>
      <p>
        {documentsNeeded !== undefined && `${documentsNeeded} documents would hold it. `}
        See <a href={addressOf.subject(subject)}>{subject}</a> and{' '}
        <a href={addressOf.grants({ subject })}>its grants</a>.
      </p>
    </>
  );
};
