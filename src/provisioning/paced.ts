// Leaves a part of the control plane's quota to others: each operation has its turns, evenly spaced.
import type { AttachedThings, AttachmentControl, ConnectionControl, PolicyControl } from './ports.ts';

/** Resolves when the operation may be called. */
export type Turn = (operation: string, perSecond: number) => Promise<void>;

/**
 * Half of "15 calls/s" for AttachPolicy, DetachPolicy and ListAttachedPolicies, and of "10 calls/s" for what is done
 * to policies (AWS IoT Core quotas, per operation, account and region). DeleteConnection has no documented quota; ListPrincipalThings is held to the least of them.
 */
const attachments = 7;
const policies = 5;
const connections = 10;
const things = 5;

/** Turns are shared by all that is done at a time; `sleep` may end by failing, when there is no time left. */
export const turns = ({
  clock,
  sleep,
}: {
  readonly clock: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}): ((signal: AbortSignal) => Turn) => {
  const free = new Map<string, number>();
  return (signal) => async (operation, perSecond) => {
    const now = clock();
    const turn = Math.max(now, free.get(operation) ?? now);
    free.set(operation, turn + 1000 / perSecond);
    if (turn > now) await sleep(turn - now, signal);
  };
};

export const pacedAttachments = (control: AttachmentControl, turn: Turn): AttachmentControl => ({
  attachPolicy: inTurn(control.attachPolicy, () => turn('attachPolicy', attachments)),
  detachPolicy: inTurn(control.detachPolicy, () => turn('detachPolicy', attachments)),
  listAttached: inTurn(control.listAttached, () => turn('listAttached', attachments)),
  listTargets: inTurn(control.listTargets, () => turn('listTargets', policies)),
});

export const pacedPolicies = (control: PolicyControl, turn: Turn): PolicyControl => ({
  readPolicy: inTurn(control.readPolicy, () => turn('readPolicy', policies)),
  createPolicy: inTurn(control.createPolicy, () => turn('createPolicy', policies)),
  createVersion: inTurn(control.createVersion, () => turn('createVersion', policies)),
  deleteVersion: inTurn(control.deleteVersion, () => turn('deleteVersion', policies)),
  deletePolicy: inTurn(control.deletePolicy, () => turn('deletePolicy', policies)),
});

export const pacedConnections = (control: ConnectionControl, turn: Turn): ConnectionControl => ({
  dropConnection: inTurn(control.dropConnection, () => turn('dropConnection', connections)),
});

export const pacedThings = (control: AttachedThings, turn: Turn): AttachedThings => ({
  listDevices: inTurn(control.listDevices, () => turn('listDevices', things)),
});

const inTurn =
  <Arguments extends unknown[], Value>(
    call: (...args: Arguments) => Promise<Value>,
    turn: () => Promise<void>,
  ) =>
  async (...args: Arguments): Promise<Value> => {
    await turn();
    return call(...args);
  };
