// Every route of the API: whom it is open to, a request that it takes, and what it then answers.

export type Row = {
  /** `itself`: to administrators, and to the user whom the request is about. */
  readonly open: 'anyone' | 'signed-in' | 'itself' | 'administrators';
  /** What whoever is let in is answered. */
  readonly status: number;
  readonly request?: (about: About) => {
    /** Where the route has parameters. */
    readonly path?: string;
    readonly body?: object;
    readonly headers?: Readonly<Record<string, string>>;
  };
};

/** What requests may be about: of these tests alone, so that it can be seen to be left as it was. */
export type About = {
  readonly userId: string;
  readonly group: string;
  /** Of that group. */
  readonly grantId: string;
  /** On which nothing has been granted yet. */
  readonly topic: string;
};

const asked = ({ userId, topic }: About) => ({
  subject: { type: 'user', id: userId },
  action: { name: 'publish' },
  resource: { type: 'topic', id: topic },
});

const grant = ({ group, topic }: About) => ({
  subject: `group/${group}`,
  actions: ['publish'],
  topicFilter: topic,
});

const anyVersion = { 'If-Match': '*' };

/** By method and path as serverless.yml has them. They are sent in this order: what removes comes last. */
export const rows: Readonly<Record<string, Row>> = {
  'GET /health': { open: 'anyone', status: 200 },
  'GET /openapi.json': { open: 'anyone', status: 200 },
  'GET /docs': { open: 'anyone', status: 200 },
  'GET /.well-known/authzen-configuration': { open: 'anyone', status: 200 },

  'POST /register-device': {
    open: 'signed-in',
    status: 201,
    request: () => ({ body: { deviceId: 'web-1' } }),
  },
  'GET /me': { open: 'signed-in', status: 200 },
  'DELETE /me/devices/{deviceId}': {
    open: 'signed-in',
    status: 204,
    request: () => ({ path: '/me/devices/web-1' }),
  },

  'GET /grants': { open: 'administrators', status: 200 },
  'POST /grants': { open: 'administrators', status: 201, request: (about) => ({ body: grant(about) }) },
  'POST /grants/batch': {
    open: 'administrators',
    status: 200,
    request: (about) => ({
      body: { operations: [{ op: 'create', grant: { ...grant(about), actions: ['subscribe'] } }] },
    }),
  },
  'GET /grants/{grantId}': {
    open: 'administrators',
    status: 200,
    request: ({ grantId }) => ({ path: `/grants/${grantId}` }),
  },
  'PUT /grants/{grantId}': {
    open: 'administrators',
    status: 200,
    request: (about) => ({
      path: `/grants/${about.grantId}`,
      headers: anyVersion,
      body: { ...grant(about), topicFilter: `${about.topic}/changed` },
    }),
  },
  'DELETE /grants/{grantId}': {
    open: 'administrators',
    status: 200,
    request: ({ grantId }) => ({ path: `/grants/${grantId}?disconnect=true`, headers: anyVersion }),
  },

  'GET /groups': { open: 'administrators', status: 200 },
  'GET /groups/{group}': {
    open: 'administrators',
    status: 200,
    request: ({ group }) => ({ path: `/groups/${group}` }),
  },
  'PUT /groups/{group}': {
    open: 'administrators',
    status: 200,
    request: ({ group }) => ({ path: `/groups/${group}`, body: { description: 'Changed' } }),
  },
  'DELETE /groups/{group}': {
    open: 'administrators',
    status: 202,
    request: ({ group }) => ({ path: `/groups/${group}` }),
  },

  'POST /access/v1/evaluation': { open: 'itself', status: 200, request: (about) => ({ body: asked(about) }) },
  'POST /access/v1/evaluations': {
    open: 'itself',
    status: 200,
    request: (about) => ({ body: { evaluations: [asked(about)] } }),
  },
  'POST /access/v1/search/subject': {
    open: 'administrators',
    status: 200,
    request: (about) => ({ body: { ...asked(about), subject: { type: 'user' } } }),
  },
  'GET /audit-events': { open: 'administrators', status: 200 },

  'GET /users': { open: 'administrators', status: 200 },
  'GET /users/{userId}': {
    open: 'administrators',
    status: 200,
    request: ({ userId }) => ({ path: `/users/${userId}` }),
  },
  'POST /users/{userId}/disconnect': {
    open: 'administrators',
    status: 200,
    request: ({ userId }) => ({ path: `/users/${userId}/disconnect` }),
  },
  'POST /users/{userId}/resume': {
    open: 'administrators',
    status: 200,
    request: ({ userId }) => ({ path: `/users/${userId}/resume` }),
  },
  'POST /users/{userId}/suspend': {
    open: 'administrators',
    status: 200,
    request: ({ userId }) => ({ path: `/users/${userId}/suspend`, body: { reason: 'Looked at' } }),
  },
  'DELETE /users/{userId}/devices/{deviceId}': {
    open: 'administrators',
    status: 204,
    request: ({ userId }) => ({ path: `/users/${userId}/devices/web-9?block=true` }),
  },
  'POST /reconciliations': {
    open: 'administrators',
    status: 202,
    request: ({ group }) => ({ body: { subject: `group/${group}` } }),
  },
  'DELETE /users/{userId}': {
    open: 'administrators',
    status: 202,
    request: ({ userId }) => ({ path: `/users/${userId}` }),
  },
};
