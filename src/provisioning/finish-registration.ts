// What an attempt to register a device may have left attached when it died, compared with what is wanted.
import type { Task } from '../domain/due.ts';
import type { ApplyUser } from './apply-user.ts';
import { done, type Outcome, whenApplied } from './outcome.ts';
import type { SettleThing } from './settle-thing.ts';

export type FinishRegistration = (
  work: Extract<Task, { readonly task: 'finish-registration' }>,
) => Promise<Outcome>;

type Dependencies = {
  readonly applyUser: ApplyUser;
  readonly settleThing: SettleThing;
  readonly clock: () => number;
};

/**
 * It is due when the attempt's function is gone: what is compared then, no call of the attempt undoes. The device
 * stays `registering` – its client alone knows whether it goes on – and has what it is to have, or nothing at all.
 */
export const finishRegistration =
  ({ applyUser, settleThing, clock }: Dependencies): FinishRegistration =>
  async (work) => {
    const applied = await applyUser(work.userId, 'reading-attachments');
    if (applied !== 'applied') return whenApplied(applied, work, clock());
    await settleThing({ ...work, thing: 'maybe-attached' });
    return done;
  };
