// One AWS operation of a stand-in: its place in HTTP, the shape of its input, and what it does.
import * as z from 'zod/mini';
import { ok, type Result } from '../../src/domain/result.ts';
import { type AwsFailure, refused } from './aws-failure.ts';
import type { IotState } from './iot-state.ts';

export type Outcome = Result<object, AwsFailure>;

export type Operation = {
  readonly name: string;
  readonly method: string;
  /** `/policies/{policyName}/version`: braces name a member of the input. */
  readonly path: string;
  readonly run: (state: IotState, input: unknown) => Outcome;
};

export const operation = <Input extends z.ZodMiniType>(
  name: string,
  route: `${'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'} /${string}`,
  shape: Input,
  act: (state: IotState, input: z.output<Input>) => Outcome,
): Operation => {
  const [method = '', path = ''] = route.split(' ');
  return {
    name,
    method,
    path,
    run: (state, input) => {
      const parsed = shape.safeParse(input);
      return parsed.success
        ? act(state, parsed.data)
        : refused('InvalidRequestException', z.prettifyError(parsed.error));
    },
  };
};

/** The answer of an operation that has none. */
export const done: Outcome = ok({});

// "Policy name: `[\w+=,.@-]+`, at most 128" and the like, AWS IoT API reference.
export const PolicyName = z.string().check(z.regex(/^[\w+=,.@-]{1,128}$/, 'not a policy name'));
export const PolicyVersionId = z.string().check(z.regex(/^[0-9]+$/, 'not a version ID'));
export const ThingName = z.string().check(z.regex(/^[a-zA-Z0-9:_-]{1,128}$/, 'not a thing name'));
/** A certificate's or thing group's ARN, or a Cognito identity. */
export const Principal = z
  .string()
  .check(
    z.regex(
      /^(arn:[\w-]+:iot:[\w-]+:\d{12}:(cert|thinggroup)\/.+|[\w-]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
      'neither an ARN nor a Cognito identity',
    ),
  );
/** Query parameters arrive as text. */
export const BooleanText = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);
export const NumberText = z.pipe(z.string().check(z.regex(/^\d{1,9}$/)), z.transform(Number));
