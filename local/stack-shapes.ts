// The shapes of the resources that the local stack reads from infra/.
import * as z from 'zod/mini';
import type { PolicyDocument } from '../src/domain/policy-document.ts';

const Words = z.union([z.string(), z.array(z.string())]);

const DocumentShape: z.ZodMiniType<PolicyDocument> = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Effect: z.enum(['Allow', 'Deny']),
      Action: Words,
      Resource: z.exactOptional(Words),
      NotResource: z.exactOptional(Words),
      Condition: z.exactOptional(z.record(z.string(), z.record(z.string(), Words))),
    }),
  ),
});

export const PolicyShape = z.strictObject({ PolicyName: z.string(), PolicyDocument: DocumentShape });

/** Exactly one: the role has no managed policies, nor a second one that would widen it unseen. */
export const RolePoliciesShape = z.tuple([
  z.strictObject({ PolicyName: z.string(), PolicyDocument: DocumentShape }),
]);

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

export const TableShape = z.strictObject({
  TableName: z.string(),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema,
  GlobalSecondaryIndexes: z.exactOptional(
    z.array(
      z.object({
        IndexName: z.string(),
        KeySchema,
        Projection: z.object({
          ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
          NonKeyAttributes: z.exactOptional(z.array(z.string())),
        }),
      }),
    ),
  ),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }),
  SSESpecification: z.unknown(),
  PointInTimeRecoverySpecification: z.unknown(),
  DeletionProtectionEnabled: z.unknown(),
});

export type TableProperties = z.output<typeof TableShape>;
