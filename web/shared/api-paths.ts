// Made of docs/openapi.json by `npm run openapi`.

export type BatchReply = ChangedGrants | GrantPreview;
export type GrantReply = Grant | GrantPreview;
export type EvaluationsReply = EvaluationList | Evaluation;
export type Page = string;

export interface paths {
  '/register-device': {
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': DeviceInput;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Registration;
          };
        };
        201: {
          content: {
            'application/json': Registration;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/me': {
    get: {
      parameters: {};
      responses: {
        200: {
          content: {
            'application/json': Me;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/me/devices/{deviceId}': {
    delete: {
      parameters: {
        path: {
          deviceId: string;
        };
      };
      responses: {
        204: {};
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/grants': {
    get: {
      parameters: {
        query?: {
          subject?: string;
          action?: 'publish' | 'subscribe' | 'receive';
          topic?: string;
          effect?: 'allow' | 'deny';
          state?: 'applied' | 'pending' | 'expired';
          expiresBefore?: string;
          limit?: number;
          cursor?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': GrantList;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false';
        };
      };
      requestBody: {
        content: {
          'application/json': GrantInput;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': GrantPreview;
          };
        };
        201: {
          content: {
            'application/json': Grant;
          };
        };
        202: {
          content: {
            'application/json': Grant;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/grants/batch': {
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false';
        };
      };
      requestBody: {
        content: {
          'application/json': GrantChanges;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': BatchReply;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/grants/{grantId}': {
    get: {
      parameters: {
        path: {
          grantId: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Grant;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    put: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false';
        };
        path: {
          grantId: string;
        };
        header?: {
          'If-Match'?: string;
        };
      };
      requestBody: {
        content: {
          'application/json': GrantInput;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': GrantReply;
          };
        };
        202: {
          content: {
            'application/json': Grant;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    delete: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false';
          disconnect?: 'true' | 'false';
          reason?: string;
        };
        path: {
          grantId: string;
        };
        header?: {
          'If-Match'?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': GrantReply;
          };
        };
        202: {
          content: {
            'application/json': Grant;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/groups': {
    get: {
      parameters: {
        query?: {
          limit?: number;
          cursor?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': GroupList;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/groups/{group}': {
    get: {
      parameters: {
        path: {
          group: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Group;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    put: {
      parameters: {
        path: {
          group: string;
        };
      };
      requestBody: {
        content: {
          'application/json': GroupInput;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Group;
          };
        };
        201: {
          content: {
            'application/json': Group;
          };
        };
        202: {
          content: {
            'application/json': Group;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    delete: {
      parameters: {
        path: {
          group: string;
        };
      };
      responses: {
        202: {
          content: {
            'application/json': Group;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/users': {
    get: {
      parameters: {
        query?: {
          username?: string;
          email?: string;
          identityId?: string;
          group?: string;
          limit?: number;
          cursor?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': UserList;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/users/{userId}': {
    get: {
      parameters: {
        path: {
          userId: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': UserPage;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
    delete: {
      parameters: {
        query?: {
          reason?: string;
        };
        path: {
          userId: string;
        };
      };
      responses: {
        202: {
          content: {
            'application/json': User;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/users/{userId}/suspend': {
    post: {
      parameters: {
        path: {
          userId: string;
        };
      };
      requestBody: {
        content: {
          'application/json': DecisionInput;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': User;
          };
        };
        202: {
          content: {
            'application/json': User;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/users/{userId}/resume': {
    post: {
      parameters: {
        path: {
          userId: string;
        };
      };
      requestBody: {
        content: {
          'application/json': DecisionInput;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': User;
          };
        };
        202: {
          content: {
            'application/json': User;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/users/{userId}/disconnect': {
    post: {
      parameters: {
        path: {
          userId: string;
        };
      };
      requestBody: {
        content: {
          'application/json': DisconnectInput;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': User;
          };
        };
        202: {
          content: {
            'application/json': User;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/users/{userId}/devices/{deviceId}': {
    delete: {
      parameters: {
        query?: {
          block?: 'true' | 'false';
          reason?: string;
        };
        path: {
          userId: string;
          deviceId: string;
        };
      };
      responses: {
        202: {
          content: {
            'application/json': User;
          };
        };
        204: {};
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/reconciliations': {
    post: {
      parameters: {};
      requestBody: {
        content: {
          'application/json': ReconciliationInput;
        };
      };
      responses: {
        202: {
          content: {
            'application/json': Reconciliation;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/access/v1/evaluation': {
    post: {
      parameters: {
        header?: {
          'X-Request-ID'?: string;
        };
      };
      requestBody: {
        content: {
          'application/json': EvaluationInput;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Evaluation;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/access/v1/evaluations': {
    post: {
      parameters: {
        header?: {
          'X-Request-ID'?: string;
        };
      };
      requestBody: {
        content: {
          'application/json': EvaluationsInput;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': EvaluationsReply;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/access/v1/search/subject': {
    post: {
      parameters: {
        header?: {
          'X-Request-ID'?: string;
        };
      };
      requestBody: {
        content: {
          'application/json': SubjectSearchInput;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': SubjectPage;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/.well-known/authzen-configuration': {
    get: {
      parameters: {};
      responses: {
        200: {
          content: {
            'application/json': DecisionPoint;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/audit-events': {
    get: {
      parameters: {
        query?: {
          subject?: string;
          actor?: string;
          since?: string;
          until?: string;
          limit?: number;
          cursor?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': AuditEventList;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/health': {
    get: {
      parameters: {};
      responses: {
        200: {
          content: {
            'application/json': Health;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/openapi.json': {
    get: {
      parameters: {};
      responses: {
        200: {
          content: {
            'application/json': OpenApi;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
  '/docs': {
    get: {
      parameters: {};
      responses: {
        200: {
          content: {
            'text/html': Page;
          };
        };
        default: {
          content: {
            'application/problem+json': Problem;
          };
        };
      };
    };
  };
}
export interface DeviceInput {
  /**
   * A device ID is 1 to 64 of A-Z, a-z, 0-9, _ and -.
   */
  deviceId?: string;
  /**
   * The device’s name, for its user.
   */
  name?: string;
  platform?: 'web' | 'ios' | 'android' | 'other';
}
export interface Registration {
  deviceId: string;
  identityId: string;
  thingName: string;
  /**
   * The MQTT client ID to connect with, no other one is let in.
   */
  clientId: string;
  region: string;
  endpoint: string;
  /**
   * To be presigned with the identity’s own credentials (SigV4).
   */
  mqttUrl: string;
  permissions: Permissions;
  policies: string[];
  /**
   * When the last change of them is effective everywhere.
   */
  effectiveBy: string;
  registeredAt: string;
}
export interface Permissions {
  publish: string[];
  subscribe: string[];
  receive: string[];
  retain: string[];
  /**
   * Denied, whatever the lists above say: it is not subtracted from them.
   */
  deny: {
    publish: string[];
    subscribe: string[];
    receive: string[];
  };
  notes: GrantNote[];
}
export interface GrantNote {
  /**
   * `publish`; `subscribe`: subscribing and receiving; `receive`: receiving what a backend sends directly.
   */
  action: 'publish' | 'subscribe' | 'receive';
  filter: string;
  /**
   * `literal-only`: this filter text alone, no narrower one. `wider`: `+` may be several levels.
   */
  code: 'literal-only' | 'wider';
  example: string;
}
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /**
   * Stable: what a program goes by.
   */
  code: string;
  /**
   * The ID of the request.
   */
  instance: string;
  errors?: {
    /**
     * A JSON pointer into the body; one into the rest of the request begins with /path, /query or /headers.
     */
    pointer: string;
    code: string;
    detail: string;
  }[];
  /**
   * grant-duplicate: the grant that says the same.
   */
  grantId?: string;
  /**
   * precondition-failed: the ETag of the current version.
   */
  current?: string;
  /**
   * policy-budget-exceeded: bytes that the policies would take.
   */
  used?: number;
  /**
   * policy-budget-exceeded: bytes that there are.
   */
  limit?: number;
  /**
   * policy-budget-exceeded: how many documents would hold the grants; absent when more do not help.
   */
  documentsNeeded?: number;
}
export interface Me {
  userId: string;
  identityId: string | null;
  status: 'active' | 'suspended' | 'offboarded' | 'unregistered';
  groups: string[];
  devices: {
    deviceId: string;
    clientId: string;
    name?: string;
    platform?: 'web' | 'ios' | 'android' | 'other';
    registeredAt: string;
  }[];
  permissions: Permissions;
  effectiveBy?: string;
}
export interface GrantList {
  items: Grant[];
  /**
   * Leads to the next page; absent on the last. A page may be short.
   */
  cursor?: string;
}
export interface Grant {
  grantId: string;
  subject: string;
  /**
   * A deny wins over every allow.
   */
  effect: 'allow' | 'deny';
  /**
   * Items: `publish`; `subscribe`: subscribing and receiving; `receive`: receiving what a backend sends directly.
   */
  actions: ('publish' | 'subscribe' | 'receive')[];
  topicFilter: string;
  allowWider: boolean;
  expiresAt?: string;
  reason?: string;
  /**
   * The user ID of the administrator, or `system`.
   */
  createdBy: string;
  createdAt: string;
  /**
   * As in the ETag.
   */
  version: number;
  status: {
    /**
     * `pending`: stored, and being written into the policies.
     */
    state: 'applied' | 'pending' | 'expired';
    /**
     * When the last change is effective everywhere; while it is pending, when it should be.
     */
    effectiveBy: string;
    policies: string[];
  };
  /**
   * What the grant does otherwise than its filter reads, if anything.
   */
  notes?: GrantNote[];
}
export interface GrantInput {
  /**
   * A subject is user/<userId>, group/<group> or everyone.
   */
  subject: string;
  /**
   * A deny wins over every allow.
   */
  effect?: 'allow' | 'deny';
  /**
   * @minItems 1
   * @maxItems 3
   *
   * Items: `publish`; `subscribe`: subscribing and receiving; `receive`: receiving what a backend sends directly.
   */
  actions: ('publish' | 'subscribe' | 'receive')[];
  /**
   * An MQTT filter of at most 8 levels and 256 bytes after substitution. A level is a text, `${identityId}`, `${thingName}`, `${userId}` (grants of a user only), `+`, or a final `#`.
   */
  topicFilter: string;
  /**
   * `+` becomes any text, `/` included: the grant then means that, by your consent.
   */
  allowWider?: boolean;
  expiresAt?: string;
  /**
   * Why, for those who read it later; at most 256 characters.
   */
  reason?: string;
}
export interface GrantPreview {
  before: {
    name: string;
    /**
     * Bytes, of 2,048.
     */
    size: number;
    document: {
      [k: string]: unknown;
    };
  }[];
  after: {
    name: string;
    /**
     * Bytes, of 2,048.
     */
    size: number;
    document: {
      [k: string]: unknown;
    };
  }[];
  notes: GrantNote[];
}
export interface GrantChanges {
  /**
   * @minItems 1
   * @maxItems 20
   */
  operations: (
    | {
        op: 'create';
        grant: GrantInput;
      }
    | {
        op: 'replace';
        /**
         * The grant’s ID.
         */
        grantId: string;
        /**
         * The ETag of the version that was seen, or `*` for any. 428 without it, 412 when it is not current.
         */
        ifMatch?: string;
        grant: GrantInput;
      }
    | {
        op: 'delete';
        /**
         * The grant’s ID.
         */
        grantId: string;
        /**
         * The ETag of the version that was seen, or `*` for any. 428 without it, 412 when it is not current.
         */
        ifMatch?: string;
      }
  )[];
  /**
   * Why, for those who read it later; at most 256 characters.
   */
  reason?: string;
}
export interface ChangedGrants {
  results: {
    index: number;
    status: 200 | 201 | 202;
    grant: Grant;
  }[];
}
export interface GroupList {
  items: Group[];
  /**
   * Leads to the next page; absent on the last. A page may be short.
   */
  cursor?: string;
}
export interface Group {
  group: string;
  description?: string;
  /**
   * How many policies the group has, each of 2,048 bytes. Every member has them all attached.
   */
  documents: number;
  /**
   * How many users are known to be in it; of more than 10,000, that number.
   */
  members: number;
  policies: string[];
  /**
   * `pending`: its policies, or what is attached to its members, are still being changed.
   */
  state: 'applied' | 'pending' | 'deleting';
  /**
   * When the last change is effective everywhere; while it is pending, when it should be.
   */
  effectiveBy: string;
}
export interface GroupInput {
  /**
   * What the group is for; at most 256 characters. An empty one is none.
   */
  description?: string;
  /**
   * How many policies the group has, each of 2,048 bytes. Every member has them all attached.
   */
  documents?: number;
}
export interface UserList {
  items: User[];
  /**
   * Leads to the next page; absent on the last. A page may be short.
   */
  cursor?: string;
}
export interface User {
  userId: string;
  /**
   * As the user pool says, where it was asked.
   */
  username?: string;
  email?: string;
  /**
   * `suspended`: by an administrator, or disabled in the user pool.
   */
  status: 'active' | 'suspended' | 'offboarded' | 'unregistered';
  identityId: string | null;
  groups: string[];
  groupsAsOf?: string;
  devices: {
    deviceId: string;
    /**
     * MQTT client ID and thing; absent before the first registration.
     */
    clientId?: string;
    name?: string;
    platform?: 'web' | 'ios' | 'android' | 'other';
    /**
     * Absent for a device that is only blocked.
     */
    registeredAt?: string;
    /**
     * `blocked`: not there, and it cannot be registered.
     */
    state: 'registering' | 'registered' | 'removing' | 'blocked';
    blocked: boolean;
    /**
     * Whether its session is live; absent where it was not asked for.
     */
    connected?: boolean;
  }[];
  /**
   * What is attached is still being changed.
   */
  pending: boolean;
  /**
   * When the last change is effective everywhere; while it is pending, when it should be.
   */
  effectiveBy?: string;
}
export interface UserPage {
  userId: string;
  /**
   * As the user pool says, where it was asked.
   */
  username?: string;
  email?: string;
  /**
   * `suspended`: by an administrator, or disabled in the user pool.
   */
  status: 'active' | 'suspended' | 'offboarded' | 'unregistered';
  identityId: string | null;
  groups: string[];
  groupsAsOf?: string;
  devices: {
    deviceId: string;
    /**
     * MQTT client ID and thing; absent before the first registration.
     */
    clientId?: string;
    name?: string;
    platform?: 'web' | 'ios' | 'android' | 'other';
    /**
     * Absent for a device that is only blocked.
     */
    registeredAt?: string;
    /**
     * `blocked`: not there, and it cannot be registered.
     */
    state: 'registering' | 'registered' | 'removing' | 'blocked';
    blocked: boolean;
    /**
     * Whether its session is live; absent where it was not asked for.
     */
    connected?: boolean;
  }[];
  /**
   * What is attached is still being changed.
   */
  pending: boolean;
  /**
   * When the last change is effective everywhere; while it is pending, when it should be.
   */
  effectiveBy?: string;
  attachments: {
    wanted: string[];
    /**
     * As AWS says; absent when it does not answer.
     */
    present?: string[];
    /**
     * Subjects whose policies find no place.
     */
    withheld: string[];
    drift?: {
      policy: string;
      /**
       * `foreign`: of somebody else, and left alone.
       */
      kind: 'foreign' | 'missing' | 'surplus';
    }[];
  };
  capacity: {
    used: number;
    limit: number;
  };
  permissions: Permissions;
  /**
   * What could not be asked just now: what it would say is missing here.
   */
  unavailable: ('attachments' | 'connections' | 'user-pool')[];
}
export interface DecisionInput {
  /**
   * Why, for those who read it later; at most 256 characters.
   */
  reason?: string;
}
export interface DisconnectInput {
  /**
   * `true`: the user’s refresh tokens are revoked as well.
   */
  signOut?: boolean;
  /**
   * Why, for those who read it later; at most 256 characters.
   */
  reason?: string;
}
export interface ReconciliationInput {
  /**
   * A subject is user/<userId>, group/<group> or everyone.
   */
  subject?: string;
}
export interface Reconciliation {
  subject?: string;
  state: 'pending';
}
export interface EvaluationInput {
  subject: {
    /**
     * `user`; nobody is of another type.
     */
    type: string;
    /**
     * The user's `sub`.
     */
    id: string;
  };
  action: {
    /**
     * `connect`, `publish`, `subscribe`, `receive` or `retain`; no other is granted.
     */
    name: string;
  };
  resource: {
    /**
     * `topic`, or `client` for `connect`.
     */
    type: string;
    /**
     * A topic; a topic filter for `subscribe`; a client ID for `connect`.
     */
    id: string;
  };
  context?: {
    /**
     * Asks about this device; without it, about any that is registered.
     */
    deviceId?: string;
  };
}
export interface Evaluation {
  /**
   * For `subscribe`: whether the SUBSCRIBE is accepted.
   */
  decision: boolean;
  context: {
    /**
     * Why: `withheld` when the policies of the scope did not fit, `role` when the outer fence, the same for everybody, does not allow it.
     */
    reason:
      | 'granted'
      | 'no-grant'
      | 'denied'
      | 'expired'
      | 'unregistered'
      | 'no-device'
      | 'suspended'
      | 'withheld'
      | 'role';
    /**
     * The grants that decided, by their IDs; for administrators alone.
     */
    grants?: string[];
    /**
     * What is allowed instead, in words.
     */
    nearMisses: string[];
    /**
     * Until then, a change of what the user may do is still spreading.
     */
    effectiveBy?: string;
    /**
     * Of an accepted subscription: the filters of what it would deliver.
     */
    deliverable?: string[];
  };
}
export interface EvaluationsInput {
  subject?: {
    /**
     * `user`; nobody is of another type.
     */
    type?: string;
    /**
     * The user's `sub`.
     */
    id?: string;
  };
  action?: {
    /**
     * `connect`, `publish`, `subscribe`, `receive` or `retain`; no other is granted.
     */
    name?: string;
  };
  resource?: {
    /**
     * `topic`, or `client` for `connect`.
     */
    type?: string;
    /**
     * A topic; a topic filter for `subscribe`; a client ID for `connect`.
     */
    id?: string;
  };
  context?: {
    /**
     * Asks about this device; without it, about any that is registered.
     */
    deviceId?: string;
  };
  /**
   * Evaluations, for which the members beside are defaults. Without any, the request is a single evaluation.
   *
   * @maxItems 50
   */
  evaluations?: unknown[];
  options?: {
    /**
     * Whether all are answered (the default), or all to the first of a kind.
     */
    evaluations_semantic?: 'execute_all' | 'deny_on_first_deny' | 'permit_on_first_permit';
  };
}
export interface EvaluationList {
  /**
   * In the order of the request; shorter where the semantic ends it early.
   */
  evaluations: (
    | Evaluation
    | {
        decision: false;
        context: {
          error: {
            status: 400;
            message: string;
          };
        };
      }
  )[];
}
export interface SubjectSearchInput {
  subject: {
    /**
     * `user`; an `id` beside it is ignored.
     */
    type: string;
  };
  action: {
    /**
     * `connect`, `publish`, `subscribe`, `receive` or `retain`; no other is granted.
     */
    name: string;
  };
  resource: {
    /**
     * `topic`, or `client` for `connect`.
     */
    type: string;
    /**
     * A topic; a topic filter for `subscribe`; a client ID for `connect`.
     */
    id: string;
  };
  context?: {
    /**
     * Asks about this device; without it, about any that is registered.
     */
    deviceId?: string;
  };
  page?: {
    /**
     * The `next_token` of the page before, of the same search.
     */
    token?: string;
    /**
     * At most so many results, 50 without it; 200 users are looked at for a page.
     */
    limit?: number;
  };
}
export interface SubjectPage {
  page: {
    /**
     * Leads to the next page; empty on the last. A page may be short, or empty.
     */
    next_token: string;
    count: number;
  };
  results: {
    type: 'user';
    id: string;
  }[];
}
export interface DecisionPoint {
  policy_decision_point: string;
  access_evaluation_endpoint: string;
  access_evaluations_endpoint: string;
  search_subject_endpoint: string;
}
export interface AuditEventList {
  items: AuditEvent[];
  /**
   * Leads to the next page; absent on the last. A page may be short.
   */
  cursor?: string;
}
export interface AuditEvent {
  auditId: string;
  at: string;
  /**
   * Who made the change: a `sub`, or `system`.
   */
  actor: string;
  /**
   * Whose rights changed: `user/<userId>`, `group/<group>` or `everyone`.
   */
  subjects: string[];
  action:
    | 'scope-founded'
    | 'device-registered'
    | 'device-removed'
    | 'grants-changed'
    | 'grants-expired'
    | 'group-managed'
    | 'group-changed'
    | 'group-deleted'
    | 'groups-changed'
    | 'user-created'
    | 'user-disabled'
    | 'user-enabled'
    | 'user-suspended'
    | 'user-resumed'
    | 'user-disconnected'
    | 'user-offboarded';
  /**
   * The `instance` of that request’s problems, and its ID in the logs.
   */
  requestId: string;
  reason?: string;
  before?: unknown;
  after?: unknown;
}
export interface Health {
  status: 'ok';
}
export interface OpenApi {
  openapi: string;
  servers: unknown[];
  [k: string]: unknown;
}
