// A request that was refused, with the problem (RFC 9457) that the service answered, or that reached nobody.
import type { Problem } from './api-paths.ts';

export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  /** Absent where the answer is not the service's: a proxy's page, a lost network. */
  readonly problem: Problem | undefined;

  private constructor(message: string, problem?: Problem, cause?: unknown) {
    super(message, { cause });
    this.problem = problem;
  }

  static withAnswer(status: number, body: unknown): RequestFailed {
    return isProblem(body)
      ? new RequestFailed(body.detail, body)
      : new RequestFailed(`The answer (${status}) is not the service's.`);
  }

  static toReach(url: string, cause: unknown): Error {
    // The browser tells nobody why: offline, a wrong address, an origin that the service does not allow.
    const isNetwork = cause instanceof TypeError;
    if (!isNetwork) return cause instanceof Error ? cause : new Error(String(cause));
    return new RequestFailed(`${url} could not be reached.`, undefined, cause);
  }
}

export const codeOf = (error: unknown): string | undefined =>
  error instanceof RequestFailed ? error.problem?.code : undefined;

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'title' in body;
