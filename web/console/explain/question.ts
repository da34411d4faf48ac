// What the explain page is asked, as its address says it.

export const accessActions = ['publish', 'subscribe', 'receive', 'retain', 'connect'] as const;

export type AccessAction = (typeof accessActions)[number];

export type Question = {
  /** A user ID. */
  readonly user: string;
  readonly action: AccessAction;
  /** A topic filter for `subscribe`, a client ID for `connect`. */
  readonly topic: string;
  /** Absent: any that is registered. */
  readonly device: string | undefined;
};

export const parseAccessAction = (text: string | undefined): AccessAction =>
  accessActions.find((action) => action === text) ?? 'publish';

export const questionIn = (query: Readonly<Record<string, string | undefined>>): Question => ({
  user: query['user'] ?? '',
  action: parseAccessAction(query['action']),
  topic: query['topic'] ?? '',
  device: query['device'] || undefined,
});

export const isComplete = ({ user, topic }: Question): boolean => user !== '' && topic !== '';

/** Of the resource that the action is on. */
export const resourceNames = {
  publish: 'Topic',
  subscribe: 'Topic filter',
  receive: 'Topic',
  retain: 'Topic',
  connect: 'Client ID',
} as const satisfies Record<AccessAction, string>;

/** As AuthZEN asks it. */
export const evaluationOf = ({ user, action, topic, device }: Question) => ({
  subject: { type: 'user', id: user },
  action: { name: action },
  resource: { type: action === 'connect' ? 'client' : 'topic', id: topic },
  ...(device !== undefined && { context: { deviceId: device } }),
});
