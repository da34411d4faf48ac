// Answers that have no schema beside their requests' own.
import * as z from 'zod/mini';
import { ChangedGrants, GrantBody, GrantPreview } from '../schema/grant-body.ts';

/** A change; of a dry run, the documents. */
export const GrantReply = z.union([GrantBody, GrantPreview]);
export const BatchReply = z.union([ChangedGrants, GrantPreview]);

export const Health = z.strictObject({ status: z.literal('ok') });

export const OpenApi = z.looseObject({ openapi: z.string(), servers: z.array(z.unknown()) });

export const Page = z.string();
