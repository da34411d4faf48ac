// Times as people read them; the exact one is there for whoever points at it, and for machines.
import { relativeTime } from './relative-time.ts';
import { useNow } from './use-now.ts';

const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

/** "3 minutes ago", "in 2 days". */
export const Time = ({ at }: { readonly at: string }) => {
  const now = useNow(10);
  return (
    <time dateTime={at} title={exactTime(at)}>
      {relativeTime(at, now)}
    </time>
  );
};

/** Shown while a change is still spreading: AWS takes 6 to 8 minutes until it is effective everywhere. */
export const EffectiveBy = ({ at }: { readonly at: string | undefined }) => {
  const now = useNow(1);
  if (at === undefined || Date.parse(at) <= now) return null;
  return (
    <span class="badge pending">
      effective everywhere{' '}
      <time dateTime={at} title={exactTime(at)}>
        {relativeTime(at, now)}
      </time>
    </span>
  );
};

export const exactTime = (iso: string): string => {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : exact.format(time);
};
