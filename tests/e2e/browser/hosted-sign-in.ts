// A stand-in for a user pool's hosted pages, as far as our pages use them: the authorization code grant with PKCE.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { startLocalServer } from '../../../local/iot/local-server.ts';
import type { StackDescription } from '../../../local/stack-description.ts';
import {
  type AuthorizationRequest,
  authorizationCodes,
  authorizationRequest,
} from './authorization-codes.ts';
import { type HostedTokens, hostedTokens } from './hosted-tokens.ts';
import type { Credentials } from './sign-in-form.ts';

export type HostedSignIn = {
  readonly url: string;
  /** What was asked of the token and revocation endpoints, each as grant type and status. */
  readonly exchanges: readonly string[];
  readonly close: () => Promise<void>;
};

export const startHostedSignIn = async (
  stack: StackDescription,
  callbackUrls: readonly string[],
  tokenSeconds = 3600,
): Promise<HostedSignIn> => {
  const tokens = hostedTokens(stack);
  const codes = authorizationCodes<HostedTokens>();
  const sessions = new Map<string, Credentials>();
  const exchanges: string[] = [];
  const client = { id: stack.userPoolClientId, callbackUrls };

  const authorize = async (call: Call): Promise<void> => {
    const asked = authorizationRequest(call.query, client);
    if (!asked) return answer(call, 400, 'text/plain', 'invalid_request');
    const session = sessions.get(call.session);
    const credentials = session ?? credentialsOf(call.form);
    const given = credentials && (await tokens.signIn(credentials));
    if (!given) return answer(call, 200, 'text/html', signInPage(asked, credentials !== undefined));
    const id = randomUUID();
    sessions.set(id, credentials);
    call.response.setHeader('Set-Cookie', `hosted=${id}; Path=/; HttpOnly; SameSite=Lax`);
    redirect(call, asked.redirectUri, { code: codes.issue(asked, given), state: asked.state });
  };

  const token = async (call: Call): Promise<void> => {
    const grantType = call.form.get('grant_type') ?? '';
    const given =
      grantType === 'refresh_token'
        ? await tokens.refresh(call.form.get('refresh_token') ?? '')
        : codes.redeem(call.form);
    exchanges.push(`${grantType} ${given ? 200 : 400}`);
    const body = given
      ? { ...given, access_token: 'unused', token_type: 'Bearer', expires_in: tokenSeconds }
      : { error: 'invalid_grant' };
    answer(call, given ? 200 : 400, 'application/json', JSON.stringify(body));
  };

  const revoke = async (call: Call): Promise<void> => {
    await tokens.revoke(call.form.get('token') ?? '');
    exchanges.push('revoke 200');
    answer(call, 200, 'text/plain', '');
  };

  const logout = async (call: Call): Promise<void> => {
    const target = call.query.get('logout_uri') ?? '';
    if (call.query.get('client_id') !== client.id || !callbackUrls.includes(target))
      return answer(call, 400, 'text/plain', 'invalid_request');
    sessions.delete(call.session);
    redirect(call, target, {});
  };

  const routes: Readonly<Record<string, (call: Call) => Promise<void>>> = {
    'GET /oauth2/authorize': authorize,
    'POST /oauth2/authorize': authorize,
    'POST /oauth2/token': token,
    'POST /oauth2/revoke': revoke,
    'GET /logout': logout,
  };
  const { port, close } = await startLocalServer(async (request, response) => {
    const call = await callOf(request, response);
    const route = routes[`${request.method} ${call.path}`];
    await (route ? route(call) : answer(call, 404, 'text/plain', 'There is no such page.'));
  }, 0);
  return { url: `http://127.0.0.1:${port}`, exchanges, close };
};

type Call = {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly session: string;
  readonly response: ServerResponse;
};

const callOf = async (request: IncomingMessage, response: ServerResponse): Promise<Call> => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
  return {
    path: pathname,
    query: searchParams,
    form: new URLSearchParams(await text(request)),
    session: /hosted=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '',
    response,
  };
};

const credentialsOf = (form: URLSearchParams): Credentials | undefined => {
  const [username, password] = [form.get('username'), form.get('password')];
  return username !== null && password !== null ? { username, password } : undefined;
};

const answer = ({ response }: Call, status: number, type: string, body: string): void => {
  response
    .writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, 'Access-Control-Allow-Origin': '*' })
    .end(body);
};

/** Cognito's is a 302. What Playwright lets a test answer instead of a server does not include where those lead. */
const redirect = ({ response }: Call, target: string, query: Readonly<Record<string, string>>): void => {
  const added = new URLSearchParams(query).toString();
  response.writeHead(200, { Refresh: `0; url=${added === '' ? target : `${target}?${added}`}` }).end();
};

const signInPage = ({ redirectUri, state }: AuthorizationRequest, refused: boolean): string => {
  const cancelled = new URLSearchParams({
    error: 'access_denied',
    error_description: 'User cancelled',
    state,
  });
  return `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Hosted sign-in</title>
<h1>Hosted sign-in</h1>${refused ? '<p role="alert">Incorrect username or password.</p>' : ''}
<form method="post">
  <label>Email address <input name="username"></label>
  <label>Password <input name="password" type="password"></label>
  <button>Sign in</button>
</form>
<a href="${redirectUri}?${cancelled.toString().replaceAll('&', '&amp;')}">Cancel</a>`;
};
