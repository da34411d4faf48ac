// Who is an administrator: a member of one group of the user pool, by the verified token's own array of names.
import type { GroupName } from '../domain/identifiers.ts';
import { refuse } from '../domain/result.ts';
import type { Caller, VerifyCaller } from './caller.ts';

/** Whole names: a member of `super-admins` is none of `admins`. */
export const isAdministrator = ({ groups }: Pick<Caller, 'groups'>, adminGroup: GroupName): boolean =>
  groups.includes(adminGroup);

/** Lets administrators through alone: for `endpoint`, in the place of the verifier that lets every caller through. */
export const administratorVerifier =
  (verifyCaller: VerifyCaller, adminGroup: GroupName): VerifyCaller =>
  async (authorization, now, identified) => {
    const caller = await verifyCaller(authorization, now, identified);
    if (!caller.ok || isAdministrator(caller.value, adminGroup)) return caller;
    return refuse({ kind: 'forbidden', detail: 'Only administrators may do this.' });
  };
