import { describe, expect, it } from 'vitest';
import { AttacheError, type Status } from '../../../src/client/create-attache.ts';
import { type ConnectionEvent, withStatus } from '../../../web/demo/connection-history.ts';
import { SignInError } from '../../../web/sign-in/sign-in-error.ts';

const historyOf = (...statuses: readonly Status[]): readonly ConnectionEvent[] =>
  statuses.reduce<readonly ConnectionEvent[]>(
    (history, status, index) => withStatus(history, status, `${index}`),
    [],
  );
const waiting = (message: string): Status => ({
  state: 'waiting',
  error: new AttacheError('network', message),
  retryAt: 0,
});
const texts = (history: readonly ConnectionEvent[]) => history.map(({ text }) => text);

describe('the history of a connection', () => {
  it('tells newest first that it was lost and came back', () => {
    const history = historyOf(
      { state: 'connecting' },
      { state: 'connected' },
      waiting('The connection was closed.'),
      { state: 'connecting' },
      { state: 'connected' },
    );
    expect(history).toEqual([
      { at: '4', text: 'Connected again.', isConnected: true },
      { at: '2', text: 'The connection was closed.', isConnected: false },
      { at: '1', text: 'Connected.', isConnected: true },
    ]);
  });

  it('says "again" only of a connection that was there before', () => {
    expect(texts(historyOf(waiting('No answer.'), { state: 'connected' }))).toEqual([
      'Connected.',
      'No answer.',
    ]);
  });

  it('tells the same failure once', () => {
    expect(texts(historyOf(waiting('No answer.'), { state: 'connecting' }, waiting('No answer.')))).toEqual([
      'No answer.',
    ]);
  });

  it('tells why it was given up', () => {
    const error = new AttacheError('user-suspended', 'An administrator has suspended this user.');
    expect(texts(historyOf({ state: 'closed', error }))).toEqual([
      'Given up: An administrator has suspended this user.',
    ]);
  });

  it('tells what signing in says where there was no token', () => {
    const cause = new SignInError('TypeError', 'The user pool does not answer.');
    const error = new AttacheError('token-unavailable', 'getIdToken failed', { cause });
    expect(texts(historyOf({ state: 'waiting', error, retryAt: 0 }))).toEqual([
      'The user pool does not answer.',
    ]);
  });

  it('keeps the last eight', () => {
    const many = Array.from({ length: 20 }, (_, index) => waiting(`Failure ${index}.`));
    expect(texts(historyOf(...many))).toEqual(
      Array.from({ length: 8 }, (_, index) => `Failure ${19 - index}.`),
    );
  });
});
