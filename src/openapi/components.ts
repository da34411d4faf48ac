// The named schemas of the document, as JSON Schema: those that handlers parse requests by, and those of answers.
import * as z from 'zod/mini';
import { AuditEventBody, AuditEventList } from '../schema/audit-events.ts';
import {
  DecisionPointBody,
  EvaluationBody,
  EvaluationInput,
  EvaluationList,
  EvaluationsBody,
  EvaluationsInput,
  SubjectSearchBody,
  SubjectSearchInput,
} from '../schema/authzen.ts';
import { MeBody, RegisterDeviceRequest, RegistrationBody } from '../schema/devices.ts';
import { ChangedGrants, GrantBody, GrantList, GrantPreview } from '../schema/grant-body.ts';
import { ChangeGrantsRequest, GrantInput } from '../schema/grants.ts';
import { GroupBody, GroupList, PutGroupRequest } from '../schema/groups.ts';
import { GrantNote, Permissions } from '../schema/permissions.ts';
import { Problem } from '../schema/problem.ts';
import {
  DisconnectUserRequest,
  ReconcileRequest,
  ReconciliationBody,
  SuspendUserRequest,
  UserBody,
  UserList,
  UserPageBody,
} from '../schema/users.ts';
import { BatchReply, GrantReply, Health, OpenApi, Page } from './replies.ts';
import { textFormats } from './text-formats.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

const requests: Readonly<Record<string, z.ZodMiniType>> = {
  DeviceInput: RegisterDeviceRequest.body,
  GrantInput,
  GrantChanges: ChangeGrantsRequest.body,
  GroupInput: PutGroupRequest.body,
  DecisionInput: SuspendUserRequest.body,
  DisconnectInput: DisconnectUserRequest.body,
  ReconciliationInput: ReconcileRequest.body,
  EvaluationInput,
  EvaluationsInput,
  SubjectSearchInput,
};

const answers: Readonly<Record<string, z.ZodMiniType>> = {
  Registration: RegistrationBody,
  Me: MeBody,
  Permissions,
  GrantNote,
  Grant: GrantBody,
  GrantList,
  GrantPreview,
  GrantReply,
  ChangedGrants,
  BatchReply,
  Group: GroupBody,
  GroupList,
  User: UserBody,
  UserList,
  UserPage: UserPageBody,
  Reconciliation: ReconciliationBody,
  Evaluation: EvaluationBody,
  EvaluationList,
  EvaluationsReply: EvaluationsBody,
  SubjectPage: SubjectSearchBody,
  DecisionPoint: DecisionPointBody,
  AuditEvent: AuditEventBody,
  AuditEventList,
  Problem,
  Health,
  OpenApi,
  Page,
};

export const componentSchemas = (): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    [...schemasOf(requests, 'input'), ...schemasOf(answers, 'output')].sort(([one], [other]) =>
      one < other ? -1 : 1,
    ),
  );

/** @throws for a schema without a name: a generated client would have none for it either. */
export const referenceTo = (schema: z.ZodMiniType): JsonSchema => {
  const name = Object.entries({ ...requests, ...answers }).find(([, known]) => known === schema)?.[0];
  if (name === undefined) throw new Error('The schema of a body has no name among the components.');
  return { $ref: uri(name) };
};

/** The members of a part of a request that is no body: one parameter each. */
export const parametersOf = (
  part: z.ZodMiniType,
): readonly { readonly name: string; readonly required: boolean; readonly schema: JsonSchema }[] => {
  const { properties = {}, required = [] } = z.toJSONSchema(part, { io: 'input', override });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    schema: z.record(z.string(), z.unknown()).parse(schema),
  }));
};

const uri = (name: string): string => `#/components/schemas/${name}`;

const schemasOf = (
  named: Readonly<Record<string, z.ZodMiniType>>,
  io: 'input' | 'output',
): readonly (readonly [string, JsonSchema])[] => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io, uri, override });
  return Object.entries(schemas).map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema]);
};

/** What JSON Schema says of a text that a domain parser takes; and nothing twice, nor what only this language means. */
const override: NonNullable<z.core.ToJSONSchemaParams['override']> = ({ zodSchema, jsonSchema }) => {
  // Of what is transformed, zod leaves these out: they might be the result's. Ours are the request's.
  const { default: fallback, examples } = z.globalRegistry.get(zodSchema) ?? {};
  Object.assign(jsonSchema, textFormats.get(zodSchema), {
    ...(fallback !== undefined && { default: fallback }),
    ...(examples !== undefined && { examples }),
  });
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
};
