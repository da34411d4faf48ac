// Run as a process of its own: starts the echo service, says so, and waits to be ended.
import { startEcho } from './echo-api.ts';

const api = await startEcho({ jwksUrl: 'http://127.0.0.1:1/jwks.json' });
process.stdout.write(`${api.lambdaUrl}\n`);
