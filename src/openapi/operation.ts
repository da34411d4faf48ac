// What the document says of one operation of the API; the schemas are those that its handler parses and answers by.
import type * as z from 'zod/mini';
import type { Fault } from '../domain/fault.ts';
import type { RequestShape } from '../http/request-shape.ts';

/** Who may call: anyone; whoever has signed in; members of the administrators' group. */
export type Who = 'anyone' | 'user' | 'administrator';

export type Answer = {
  readonly description: string;
  readonly body?: z.ZodMiniType;
  /** What `body` is sent as; JSON unless it says otherwise. */
  readonly mediaType?: string;
  readonly headers?: readonly HeaderName[];
};

/** Headers of answers, by what they are described under in `headers.ts`. */
export type HeaderName = 'ETag' | 'Location' | 'Cache-Control' | 'X-Request-ID';

export type Operation = {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  readonly tag: 'Devices' | 'Grants' | 'Groups' | 'Users' | 'Access' | 'Audit' | 'Service';
  readonly who: Who;
  readonly summary: string;
  readonly description: string;
  readonly request: RequestShape;
  /** The answers to what is not refused, by status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Why it may be refused, beyond what any operation like it may be refused for. */
  readonly faults: readonly Fault['kind'][];
};

/** A request that works as it stands, and what it is answered. */
export type Example = {
  readonly operation: string;
  /** Unique among the examples of the operation. */
  readonly name: string;
  readonly summary: string;
  readonly as: Who;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
  readonly answer?: unknown;
  /**
   * Sample texts that requests after this one hold, each with the JSON pointer into this one's answer that leads to
   * what it stands for.
   */
  readonly learns?: Readonly<Record<string, string>>;
};
