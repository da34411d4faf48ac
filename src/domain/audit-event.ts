/** Who changed what, when and why; appended in the same transaction as the change itself. */
export type AuditEvent = {
  /** Sorts by time (ULID). */
  readonly auditId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The `sub` of whoever asked, or `system`. */
  readonly actor: string;
  /** Whose rights changed: `user/<userId>`, `group/<group>` or `everyone`. */
  readonly subjects: readonly string[];
  readonly action: AuditAction;
  readonly requestId: string;
  readonly reason?: string;
  readonly before?: unknown;
  readonly after?: unknown;
};

export const auditActions = [
  'scope-founded',
  'device-registered',
  'device-removed',
  'grants-changed',
  'grants-expired',
  'group-managed',
  'group-changed',
  'group-deleted',
  'groups-changed',
  'user-created',
  'user-disabled',
  'user-enabled',
  'user-suspended',
  'user-resumed',
  'user-disconnected',
  'user-offboarded',
] as const;
type AuditAction = (typeof auditActions)[number];
