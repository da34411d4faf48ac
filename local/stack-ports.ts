// Which port each part of the local stack listens on.

/** 0 takes a free one. */
export type StackPorts = Readonly<
  Record<'api' | 'cognitoIdp' | 'cognitoIdentity' | 'iot' | 'iotData' | 'dynamodb' | 'lambda' | 'web', number>
>;

const defaultBase = 3000;
/** The pages are at 8000, where the hosted sign-in of a deployed stack returns to as well. */
const webOffset = 5000;
const highestBase = 65_535 - webOffset;

/** `PORT_BASE` moves all of them together. @throws when it is no number of a port. */
export const stackPorts = (portBase = String(defaultBase)): StackPorts => {
  const base = Number(portBase);
  if (!Number.isInteger(base) || base < 1 || base > highestBase) {
    throw new Error(`PORT_BASE is "${portBase}"; it must be a whole number from 1 to ${highestBase}.`);
  }
  return {
    api: base,
    cognitoIdp: base + 1,
    cognitoIdentity: base + 2,
    iot: base + 3,
    iotData: base + 4,
    dynamodb: base + 5,
    lambda: base + 6,
    web: base + webOffset,
  };
};

export const freePorts: StackPorts = {
  api: 0,
  cognitoIdp: 0,
  cognitoIdentity: 0,
  iot: 0,
  iotData: 0,
  dynamodb: 0,
  lambda: 0,
  web: 0,
};
