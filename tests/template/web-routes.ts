import { runInNewContext } from 'node:vm';
import { at } from './template.ts';

/** What the function of CloudFront answers to a request, run alone as it is there. */
export const answersOf = (properties: unknown, request: object): unknown => {
  const code = String(at(properties, 'FunctionCode'));
  return JSON.parse(
    String(runInNewContext(`${code}; JSON.stringify(handler(${JSON.stringify({ request })}))`)),
  );
};
