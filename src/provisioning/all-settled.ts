/**
 * The values of all, as `Promise.all`; but a failure is thrown only when every call has ended, so that none of them
 * has an effect after the request was answered.
 */
export const allSettled = async <const Values extends readonly unknown[]>(
  promises: readonly [...{ [Index in keyof Values]: Promise<Values[Index]> }],
): Promise<Values> => {
  await Promise.allSettled(promises);
  return Promise.all(promises) as unknown as Promise<Values>;
};
