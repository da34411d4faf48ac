import type { UserPage } from '../../shared/api-paths.ts';
import { EffectiveBy, Time } from '../../shared/time.tsx';
import { addressOf } from '../addresses.ts';
import { UserGroups } from './user-groups.tsx';
import { UserStatus } from './user-status.tsx';

export const UserFacts = ({ user }: { readonly user: UserPage }) => {
  const subject = `user/${user.userId}`;
  return (
    <section class="card" aria-labelledby="facts">
      <h2 id="facts">Who it is</h2>
      <dl class="facts">
        <dt>Status</dt>
        <dd>
          <UserStatus status={user.status} /> <Since user={user} />
        </dd>
        <dt>User ID</dt>
        <dd class="mono">{user.userId}</dd>
        <dt>Email</dt>
        <dd>{user.email ?? <span class="quiet">not known</span>}</dd>
        {user.username !== undefined && user.username !== user.userId && (
          <>
            <dt>User name</dt>
            <dd>{user.username}</dd>
          </>
        )}
        <dt>Identity ID</dt>
        <dd>
          {user.identityId === null ? (
            <span class="quiet">none before the first registration</span>
          ) : (
            <span class="mono">{user.identityId}</span>
          )}
        </dd>
        <dt>Groups</dt>
        <dd>
          <UserGroups groups={user.groups} />
          {user.groupsAsOf && (
            <span class="hint">
              as of <Time at={user.groupsAsOf} />
            </span>
          )}
        </dd>
      </dl>
      <nav class="row" aria-label="About this user">
        <a href={addressOf.explain({ user: user.userId })}>Explain what it may do</a>
        <a href={addressOf.audit({ subject })}>What was changed</a>
        <a href={addressOf.audit({ actor: user.userId })}>What it has changed</a>
      </nav>
    </section>
  );
};

const Since = ({ user: { pending, effectiveBy } }: { readonly user: UserPage }) => {
  if (pending) return <span class="badge pending">being applied</span>;
  if (effectiveBy === undefined) return null;
  if (Date.parse(effectiveBy) > Date.now()) return <EffectiveBy at={effectiveBy} />;
  return (
    <span class="quiet">
      last change effective everywhere <Time at={effectiveBy} />
    </span>
  );
};
