// How a grant stands, in words; colour only repeats them.
import type { Grant } from '../../shared/api-paths.ts';
import { EffectiveBy, Time } from '../../shared/time.tsx';
import { useNow } from '../../shared/use-now.ts';

const classes = { applied: 'good', pending: 'pending', expired: 'bad' } as const;
const meanings = {
  applied: 'The policies say what the grant does.',
  pending: 'Stored, and being written into the policies.',
  expired: 'It has ended.',
} as const;

export const GrantState = ({ status: { state, effectiveBy } }: Pick<Grant, 'status'>) => (
  <span class="badges">
    <span class={`badge ${classes[state]}`} title={meanings[state]}>
      {state}
    </span>{' '}
    <EffectiveBy at={effectiveBy} />
  </span>
);

export const Effect = ({ effect }: Pick<Grant, 'effect'>) =>
  effect === 'deny' ? <span class="badge bad">deny</span> : <span class="badge">allow</span>;

/** How much time is left. */
export const Ends = ({ expiresAt }: Pick<Grant, 'expiresAt'>) => {
  const now = useNow(10);
  if (expiresAt === undefined) return <span class="quiet">never</span>;
  if (Date.parse(expiresAt) > now) return <Time at={expiresAt} />;
  return (
    <>
      ended <Time at={expiresAt} />
    </>
  );
};
