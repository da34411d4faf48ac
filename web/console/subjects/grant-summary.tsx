// Which filters a subject may publish and subscribe to, each leading to its grant.
import { Fragment } from 'preact';
import type { Grant } from '../../shared/api-paths.ts';
import { addressOf } from '../addresses.ts';
import { rulesByAction } from './rules-by-action.ts';
import './subjects.css';

export const GrantSummary = ({ grants }: { readonly grants: readonly Grant[] }) => (
  <dl class="facts">
    {rulesByAction(grants).map(({ action, allow, deny }) => (
      <Fragment key={action}>
        <dt>{action}</dt>
        <dd>
          <Filters effect="allowed" grants={allow} />
          <Filters effect="denied" grants={deny} />
        </dd>
      </Fragment>
    ))}
  </dl>
);

const Filters = ({ effect, grants }: { readonly effect: string; readonly grants: readonly Grant[] }) =>
  grants.length === 0 ? null : (
    <p class="filters">
      <span class={effect === 'denied' ? 'badge bad' : 'badge good'}>{effect}</span>
      {grants.map(({ grantId, topicFilter }) => (
        <a key={grantId} class="mono" href={addressOf.grant(grantId)}>
          {topicFilter}
        </a>
      ))}
    </p>
  );
