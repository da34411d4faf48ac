/** Who changed what, when and why; appended in the same transaction as the change itself. */
export type AuditEvent = {
  /** Sorts by time (ULID). */
  readonly auditId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The `sub` of whoever asked, or `system`. */
  readonly actor: string;
  /** What changed: `user/<userId>`, `group/<group>` or `everyone`. */
  readonly subject: string;
  readonly action: 'scope-founded' | 'device-registered' | 'device-removed';
  readonly requestId: string;
  readonly reason?: string;
  readonly before?: unknown;
  readonly after?: unknown;
};
