// A trigger of the user pool: Cognito waits for it, and a slow or failing one fails the sign-in. So this one answers in
// time, with the event as it came, whatever happens to its work.
import * as z from 'zod/mini';
import type { UserId } from '../domain/identifiers.ts';
import { type Timer, withinTime } from '../provisioning/within-time.ts';
import * as id from '../schema/identifiers.ts';
import { log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { faultOf } from './outage.ts';

/** Cognito waits 5 s and tries three times; neither can be changed. */
const longestMs = 4_000;
/** Left of the function's own time for the answer. */
const timeToAnswerMs = 500;

export type TriggerContext = {
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Aborted when the time is over: no call outlives the answer. */
  readonly signal: AbortSignal;
};

type LambdaContext = { readonly awsRequestId: string; readonly getRemainingTimeInMillis: () => number };

/** `work` sees a copy of what `schema` reads from the event; the event itself goes back untouched. */
export const trigger =
  <Event>(
    schema: z.ZodMiniType<Event>,
    work: (event: Event, context: TriggerContext) => Promise<void>,
    {
      clock = Date.now,
      timer,
      metrics,
    }: {
      readonly clock?: () => number;
      readonly timer?: Timer;
      readonly metrics?: Metrics;
    } = {},
  ) =>
  async (event: unknown, context: LambdaContext): Promise<unknown> => {
    const requestId = context.awsRequestId;
    const startedAt = clock();
    let userId: UserId | undefined;
    const report = (level: 'info' | 'error', what: Readonly<Record<string, unknown>>) =>
      log(level, {
        requestId,
        trigger: sourceOf(event),
        userId,
        ...what,
        durationMs: clock() - startedAt,
      });
    const unfinished = (what: Readonly<Record<string, unknown>>) => {
      metrics?.add('TriggersUnfinished', 1);
      report('error', what);
    };
    try {
      const parsed = schema.safeParse(event);
      if (parsed.success) {
        userId = User.safeParse(parsed.data).data?.userId;
        const ms = Math.min(longestMs, context.getRemainingTimeInMillis() - timeToAnswerMs);
        const within = (signal: AbortSignal) => work(parsed.data, { requestId, now: startedAt, signal });
        await withinTime(ms, within, new AbortController().signal, timer);
        report('info', { outcome: 'ok' });
      } else {
        unfinished({
          outcome: 'event-invalid',
          at: parsed.error.issues.map(({ path }) => path.join('.')),
        });
      }
    } catch (error) {
      unfinished({ outcome: faultOf(error).kind, error });
    }
    metrics?.write();
    return event;
  };

const sourceOf = (event: unknown): string | undefined => Source.safeParse(event).data?.triggerSource;

const User = z.object({ userId: id.userId });

const Source = z.object({ triggerSource: z.string().check(z.regex(/^\w{1,64}$/)) });
