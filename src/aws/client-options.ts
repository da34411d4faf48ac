// What every AWS client of a request has in common: bounded attempts, each bounded in time.

/**
 * The SDK's standard retries – exponential with full jitter, throttling recognised by the error's name since IoT Core
 * throttles with 400 – and time-outs, which the SDK has none of by default. What is left of a function's time bounds
 * them all together: every call takes the request's abort signal.
 */
export const clientOptions = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};
