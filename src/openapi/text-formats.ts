// What JSON Schema can say of the texts that a domain parser takes: enough to see a mistake before it is sent. The
// parsers stay the rule; tests hold the two together.
import type * as z from 'zod/mini';
import { deviceId, groupName, subject, userId } from '../schema/identifiers.ts';

export const textFormats: ReadonlyMap<z.core.$ZodType, Readonly<Record<string, unknown>>> = new Map<
  z.core.$ZodType,
  Readonly<Record<string, unknown>>
>([
  [deviceId, { pattern: '^[A-Za-z0-9_-]{1,64}$' }],
  [userId, { pattern: '^[A-Za-z0-9_-]{1,128}$' }],
  [groupName, { minLength: 1, maxLength: 128, pattern: '^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+$' }],
  [subject, { pattern: '^(everyone|user/[A-Za-z0-9_-]{1,128}|group/.{1,128})$' }],
]);
