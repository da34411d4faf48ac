// RFC 9457 `application/problem+json`, as every refusal is answered.
import * as z from 'zod/mini';

export const Problem = z.strictObject({
  type: z.string().check(z.meta({ examples: ['urn:iot-attache:problem:grant-duplicate'] })),
  title: z.string(),
  status: z.int().check(z.minimum(400), z.maximum(599)),
  detail: z.string(),
  code: z.string().check(z.describe('Stable: what a program goes by.')),
  instance: z.string().check(z.describe('The ID of the request.')),
  errors: z.optional(
    z.array(
      z.strictObject({
        pointer: z
          .string()
          .check(
            z.describe(
              'A JSON pointer into the body; one into the rest of the request begins with /path, /query or /headers.',
            ),
          ),
        code: z.string(),
        detail: z.string(),
      }),
    ),
  ),
  grantId: z.optional(z.string().check(z.describe('grant-duplicate: the grant that says the same.'))),
  current: z.optional(z.string().check(z.describe('precondition-failed: the ETag of the current version.'))),
  used: z.optional(z.int().check(z.describe('policy-budget-exceeded: bytes that the policies would take.'))),
  limit: z.optional(z.int().check(z.describe('policy-budget-exceeded: bytes that there are.'))),
  documentsNeeded: z.optional(
    z
      .int()
      .check(
        z.describe(
          'policy-budget-exceeded: how many documents would hold the grants; absent when more do not help.',
        ),
      ),
  ),
});
