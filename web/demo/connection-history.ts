// How the connection came to be as it is: a dropped one may be back before anybody has looked.
import type { AttacheError, Status } from 'iot-attache/client';
import { SignInError } from '../sign-in/sign-in-error.ts';

export type ConnectionEvent = {
  /** ISO 8601. */
  readonly at: string;
  readonly text: string;
  readonly isConnected: boolean;
};

const most = 8;

/** Newest first; an attempt alone is no event. */
export const withStatus = (
  history: readonly ConnectionEvent[],
  status: Status,
  at: string,
): readonly ConnectionEvent[] => {
  const text = textOf(
    status,
    history.some(({ isConnected }) => isConnected),
  );
  return text === undefined || text === history[0]?.text
    ? history
    : [{ at, text, isConnected: status.state === 'connected' }, ...history].slice(0, most);
};

const textOf = (status: Status, isAgain: boolean): string | undefined => {
  switch (status.state) {
    case 'connecting':
      return undefined;
    case 'connected':
      return isAgain ? 'Connected again.' : 'Connected.';
    case 'waiting':
      return failureText(status.error);
    case 'closed':
      return status.error ? `Given up: ${failureText(status.error)}` : 'Closed.';
  }
};

/** Where the library got no token, signing in knows more. */
export const failureText = ({ cause, message }: AttacheError): string =>
  cause instanceof SignInError ? cause.message : message;
