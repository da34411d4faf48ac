// One local stack for all end-to-end tests of a run.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { StackDescription } from '../../local/stack-description.ts';
import { freePorts } from '../../local/stack-ports.ts';
import { startStack } from '../../local/start-stack.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    stack: StackDescription;
    /** A folder where tests take turns at what there is once. */
    turns: string;
  }
}

export const setup = async ({ provide }: TestProject) => {
  const { description, close } = await startStack({ ports: freePorts });
  const turns = await mkdtemp(join(tmpdir(), 'iot-attache-turns-'));
  provide('stack', description);
  provide('turns', turns);
  return async () => {
    await close();
    await rm(turns, { recursive: true, force: true });
  };
};
