// Grants as audit events keep them.
import { isObject } from './difference.ts';

export type AuditedGrant = {
  readonly grantId: string;
  readonly subject: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly topicFilter: string;
  readonly allowWider?: boolean;
  readonly expiresAt?: string;
  readonly reason?: string;
};

/** Events outlive the versions of the service that wrote them: whatever else is there stays what it is. */
export const isAuditedGrant = (value: unknown): value is AuditedGrant =>
  isObject(value) &&
  texts.every((member) => typeof value[member] === 'string') &&
  optionalTexts.every((member) => value[member] === undefined || typeof value[member] === 'string') &&
  Array.isArray(value['actions']) &&
  value['actions'].every((action) => typeof action === 'string');

const texts = ['grantId', 'subject', 'effect', 'topicFilter'] as const;
const optionalTexts = ['expiresAt', 'reason'] as const;
