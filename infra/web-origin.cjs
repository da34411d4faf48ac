// A plugin of the Serverless Framework that acts when the pages are hosted: their origin may call the API.
const { referToWebOrigin } = require('./web-origin.ts');

module.exports = class WebOrigin {
  constructor(serverless) {
    this.hooks = {
      'before:aws:package:finalize:mergeCustomProviderResources': () =>
        referToWebOrigin(serverless.service.provider.compiledCloudFormationTemplate.Resources),
    };
  }
};
