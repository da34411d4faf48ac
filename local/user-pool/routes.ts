// Which operation is answered by whom: cognito-local's own, mended or added.
import type { Router } from 'cognito-local/lib/server/Router.js';
import type { UserPoolService } from 'cognito-local/lib/services/userPoolService.js';
import { signIn } from './sign-in.ts';

export const routesOf =
  (pool: UserPoolService, cognitoLocal: Router): Router =>
  (operation) => {
    const route = cognitoLocal(operation);
    switch (operation) {
      case 'InitiateAuth':
      case 'AdminInitiateAuth':
        return signIn(pool, route);
      default:
        return route;
    }
  };
