// API Gateway's user pool authorizer for serverless-offline, which has none: it would hand unverified claims to the
// functions. Called for every route; the front (front.ts) turns a refusal into the gateway response named by its header.
const { CognitoJwtVerifier } = require('aws-jwt-verify');
const { JwtBaseError, FetchError, JwksValidationError } = require('aws-jwt-verify/error');
const { SimpleJwksCache } = require('aws-jwt-verify/jwk');

/** hapi would act on these by itself: CORS, 304 and 206. The event still has them. */
const hapiOwn = ['origin', 'if-none-match', 'if-modified-since', 'range'];

module.exports = ({ authorizer }, _functionKey, method, path) => ({
  name: `${method} ${path}`,
  scheme: `user pool for ${method} ${path}`,
  getAuthenticateFunction: () => ({
    authenticate: async (request, h) => {
      const { authorization } = request.headers;
      for (const name of hapiOwn) delete request.headers[name];
      // Or serverless-offline would parse a JSON body and hand on a string without its quotes, `null` as nothing.
      request.headers['content-type'] = 'text/plain';
      const refusal = authorizer ? await refusalOf(authorization) : undefined;
      return refusal === undefined
        ? h.authenticated({ credentials: {} })
        : h.response().code(500).header('x-gateway-response', refusal).takeover();
    },
  }),
});

/** Without scopes on a method, the authorizer wants an ID token; it checks no audience. */
const refusalOf = async (authorization) => {
  try {
    await verifier().verify((authorization ?? '').replace(/^Bearer +/i, ''));
    return undefined;
  } catch (error) {
    if (error instanceof FetchError || error instanceof JwksValidationError) return 'AUTHORIZER_FAILURE';
    if (error instanceof JwtBaseError) return 'UNAUTHORIZED';
    throw error;
  }
};

let madeVerifier;
const verifier = () => {
  madeVerifier ??= CognitoJwtVerifier.create(
    { userPoolId: process.env.USER_POOL_ID, tokenUse: 'id', clientId: null },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchKeys } }) },
  );
  return madeVerifier;
};

const fetchKeys = async () => {
  const uri = process.env.JWKS_URI;
  try {
    const response = await fetch(uri, { signal: AbortSignal.timeout(3000) });
    if (response.ok) return await response.arrayBuffer();
  } catch (error) {
    throw new FetchError(uri, error);
  }
  throw new FetchError(uri, 'no key set there');
};
