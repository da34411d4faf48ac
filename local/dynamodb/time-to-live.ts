// UpdateTimeToLive and DescribeTimeToLive. Nothing expires here: DynamoDB, too, may keep an expired item for days,
// so whoever reads must look at the time himself.
import * as z from 'zod/mini';
import { type Answer, answerConstraint, answerError, answerWith } from './answer.ts';
import type { Storage } from './storage.ts';

export const createTimeToLive = (storage: Storage) => {
  const attributes = new Map<string, string>();

  const update = async (input: unknown): Promise<Answer> => {
    const parsed = UpdateInput.safeParse(input);
    if (!parsed.success)
      return answerConstraint(undefined, 'timeToLiveSpecification', 'Member must not be null');
    const { TableName: table, TimeToLiveSpecification: wanted } = parsed.data;
    if (!(await storage.schemaOf(table))) return noSuchTable(table);
    const current = attributes.get(table);
    const complaint = complaintOf(wanted, current);
    if (complaint) return answerError('ValidationException', complaint);
    if (wanted.Enabled) attributes.set(table, wanted.AttributeName);
    else attributes.delete(table);
    return answerWith({ TimeToLiveSpecification: wanted });
  };

  const describe = async (input: unknown): Promise<Answer> => {
    const parsed = DescribeInput.safeParse(input);
    if (!parsed.success) return answerConstraint(undefined, 'tableName', 'Member must not be null');
    const { TableName: table } = parsed.data;
    if (!(await storage.schemaOf(table))) return noSuchTable(table);
    const attribute = attributes.get(table);
    return answerWith({
      TimeToLiveDescription:
        attribute === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute },
    });
  };

  return { update, describe, forget: (table: string) => attributes.delete(table) };
};

const complaintOf = (
  { Enabled, AttributeName }: z.infer<typeof Specification>,
  current: string | undefined,
): string | undefined => {
  if (Enabled && current !== undefined) return 'TimeToLive is already enabled';
  if (!Enabled && current === undefined) return 'TimeToLive is already disabled';
  if (!Enabled && current !== AttributeName)
    return `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`;
  return undefined;
};

const noSuchTable = (table: string): Answer =>
  answerError('ResourceNotFoundException', `Requested resource not found: Table: ${table} not found`);

const Specification = z.object({ AttributeName: z.string().check(z.minLength(1)), Enabled: z.boolean() });
const UpdateInput = z.object({ TableName: z.string(), TimeToLiveSpecification: Specification });
const DescribeInput = z.object({ TableName: z.string() });
