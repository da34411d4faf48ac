// A plugin of the Serverless Framework that acts when serverless-offline starts, and at no other time. It gives each
// function the variables that serverless.yml declares for it, with the local stack's values in place of references to
// resources; and it leaves to the front (front.ts) what API Gateway does around the functions.

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
