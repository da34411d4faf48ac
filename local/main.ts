// `npm start`: the local stack until Ctrl-C.

import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stackPorts } from './stack-ports.ts';

const folder = resolve('.local');
const descriptionFile = join(folder, 'stack.json');

const main = async (): Promise<void> => {
  const { PORT_BASE, THROTTLE, PROPAGATION = '0' } = process.env;
  const propagationSeconds = Number(PROPAGATION);
  if (!(propagationSeconds >= 0))
    throw new Error(`PROPAGATION is "${PROPAGATION}"; it must be a number of seconds.`);
  const ports = stackPorts(PORT_BASE);
  console.log('Starting the local stack …');
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  // Loaded when the settings are known to be right: it takes a second.
  const { startStack } = await import('./start-stack.ts');
  const stack = await startStack({
    ports,
    throttle: THROTTLE === '1',
    propagationSeconds,
    onOutput: (text) => process.stdout.write(text),
  });
  await mkdir(folder, { recursive: true });
  await writeFile(descriptionFile, `${JSON.stringify(stack.description, undefined, 2)}\n`);
  const { webUrl, apiUrl, mqttUrl, endpoints, users } = stack.description;
  console.log(`
  demo page      ${webUrl}/
  console        ${webUrl}/console/
  API            ${apiUrl}
  MQTT           ${mqttUrl}
  user pool      ${endpoints.cognitoIdp}
  identity pool  ${endpoints.cognitoIdentity}
  IoT Core       ${endpoints.iot}   (calls: ${endpoints.iot}/_local/calls)
  DynamoDB       ${endpoints.dynamodb}
  all of it      .local/stack.json

${users.map(({ username, password }) => `  ${username.padEnd(18)} ${password}`).join('\n')}

Ready. Ctrl-C stops it.`);
  await stopped;
  console.log('\nStopping …');
  await rm(descriptionFile, { force: true });
  await stack.close();
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
