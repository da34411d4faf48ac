// A plugin of the Serverless Framework that acts when serverless-offline starts, and at no other time. It gives each
// function the variables that serverless.yml declares for it, with the local stack's values in place of references to
// resources; it leaves to the front (front.ts) what API Gateway does around the functions; and it has paths matched as
// there.

/** Beyond what functions declare: where the local user pool's keys are. `AWS_…` is passed on by serverless-offline. */
const localOnly = ['JWKS_URI'];

module.exports = class LocalEnvironment {
  constructor(serverless) {
    this.hooks = {
      'before:offline:start:init': () => {
        for (const [name, definition] of Object.entries(serverless.service.functions)) {
          definition.environment = environmentOf(name, definition.environment ?? {});
          for (const { http } of definition.events) if (http) delete http.cors;
        }
        nameMethodsOfAny(Object.values(serverless.service.functions));
        // Whoever started this process has gone: nothing would stop it any more.
        process.once('disconnect', () => process.exit(1));
      },
    };
  }
};

const environmentOf = (functionName, declared) => {
  const values = Object.entries(declared).map(([name, value]) => [name, process.env[name] ?? value]);
  const open = values.filter(([, value]) => typeof value === 'object').map(([name]) => name);
  if (open.length > 0) {
    throw new Error(`The local environment lacks ${open.join(', ')} of function ${functionName}.`);
  }
  return Object.fromEntries([
    ...values,
    ...localOnly.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  ]);
};

/**
 * API Gateway finds the resource first, then its method; hapi takes a route with the very method before one for any,
 * even if its path fits worse: `GET grants/{grantId}` before `ANY grants/batch`. So where a path takes any method, those
 * of the others that it could be taken for are named too.
 */
const nameMethodsOfAny = (functions) => {
  const routes = functions.flatMap(({ events }) => events.flatMap(({ http }) => http ?? []));
  for (const { events } of functions) {
    for (const { http } of [...events]) {
      if (http?.method !== 'any') continue;
      const own = methodsOf(routes.filter(({ path }) => path === http.path));
      const others = methodsOf(routes.filter(({ path }) => path !== http.path && covers(path, http.path)));
      for (const method of others.difference(own)) events.push({ http: { ...http, method } });
    }
  }
};

const methodsOf = (routes) => new Set(routes.map(({ method }) => method));

const covers = (general, path) => {
  const parts = path.split('/');
  const levels = general.split('/');
  return (
    levels.length === parts.length &&
    levels.every((level, index) => level === parts[index] || level.startsWith('{'))
  );
};
