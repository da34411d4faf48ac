// The framework takes plugins from a service's own folder only.
module.exports = require('../../../../local/api/local-environment.cjs');
