// One local stack for all end-to-end tests of a run.
import type { TestProject } from 'vitest/node';
import type { StackDescription } from '../../local/stack-description.ts';
import { freePorts } from '../../local/stack-ports.ts';
import { startStack } from '../../local/start-stack.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    stack: StackDescription;
  }
}

export const setup = async ({ provide }: TestProject) => {
  const { description, close } = await startStack({ ports: freePorts });
  provide('stack', description);
  return close;
};
