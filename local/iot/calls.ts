// The calls that the stand-ins have answered, for tests and for the curious.

type Call = {
  readonly service: 'iot' | 'iot-data-plane' | 'cognito-identity';
  readonly operation: string;
  /** As the SDK names its members; tokens and payloads are left out. */
  readonly input: unknown;
  /** The HTTP status answered (or lost on the way); 0 when there never was one. */
  readonly status: number;
  /** ISO 8601. */
  readonly at: string;
};

export type Calls = {
  readonly record: (call: Call) => void;
  readonly list: () => readonly Call[];
  readonly clear: () => void;
};

const most = 50_000;

export const createCalls = (): Calls => {
  let calls: Call[] = [];
  return {
    record: (call) => {
      calls.push(call);
      if (calls.length > most) calls = calls.slice(-most / 2);
    },
    list: () => [...calls],
    clear: () => {
      calls = [];
    },
  };
};
