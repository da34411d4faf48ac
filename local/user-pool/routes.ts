// Which operation is answered by whom: by cognito-local, mended where it differs from Cognito, or by what is added.
import type { Route, Router } from 'cognito-local/lib/server/Router.js';
import type { UserPoolService } from 'cognito-local/lib/services/userPoolService.js';
import { byStoredName, signOutEverywhere } from './administer-user.ts';
import { type AdministrationEvents, reportedOperations } from './administration-events.ts';
import { filtered } from './list-users.ts';
import { paged } from './paging.ts';
import { resendConfirmationCode } from './resend-confirmation-code.ts';
import { signIn } from './sign-in.ts';

export const routesOf = (
  pool: UserPoolService,
  cognitoLocal: Router,
  { reported }: AdministrationEvents,
): Router => {
  const answeredBy = (operation: string): Route => {
    const route = cognitoLocal(operation);
    switch (operation) {
      case 'InitiateAuth':
      case 'AdminInitiateAuth':
        return signIn(pool, route);
      case 'ResendConfirmationCode':
        return resendConfirmationCode(pool);
      case 'AdminUserGlobalSignOut':
        return signOutEverywhere(pool);
      case 'AdminListGroupsForUser':
        return paged(byStoredName(pool, route), { items: 'Groups', token: 'NextToken', name: 'GroupName' });
      case 'ListGroups':
        return paged(route, { items: 'Groups', token: 'NextToken', name: 'GroupName' });
      case 'ListUsersInGroup':
        return paged(route, { items: 'Users', token: 'NextToken', name: 'Username' });
      case 'ListUsers':
        return paged(filtered(route), { items: 'Users', token: 'PaginationToken', name: 'Username' });
      default:
        return route;
    }
  };
  return (operation) =>
    reportedOperations.has(operation) ? reported(operation, answeredBy(operation)) : answeredBy(operation);
};
