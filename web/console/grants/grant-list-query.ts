// The filter of the list, from the page's address to what the API is asked.
import type { paths } from '../../shared/api-paths.ts';
import type { GrantFilter } from '../addresses.ts';

export type GrantListQuery = NonNullable<paths['/grants']['get']['parameters']['query']>;

export const actions = ['publish', 'subscribe', 'receive'] as const;
export const effects = ['allow', 'deny'] as const;
export const states = ['applied', 'pending', 'expired'] as const;

/** What is no filter is left out; whether a subject or a topic is one, the service says. */
export const grantListQuery = (address: GrantFilter): GrantListQuery => {
  const { subject, topic, expiresBefore } = address;
  const action = actions.find((each) => each === address.action);
  const effect = effects.find((each) => each === address.effect);
  const state = states.find((each) => each === address.state);
  return {
    ...(subject && { subject }),
    ...(action && { action }),
    ...(topic && { topic }),
    ...(effect && { effect }),
    ...(state && { state }),
    ...(expiresBefore && { expiresBefore }),
  };
};
