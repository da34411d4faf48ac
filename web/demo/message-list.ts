// The messages that a page keeps: the newest ones, each once.
import type { Message } from 'iot-attache/client';

export type Received = Message & {
  /** Of all that came, from 1. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
};

export type MessageList = {
  /** Newest first. */
  readonly received: readonly Received[];
  /** All that came, kept or not. */
  readonly count: number;
  readonly last?: Message;
};

export const mostMessages = 100;

export const noMessages: MessageList = { received: [], count: 0 };

export const withMessage = (list: MessageList, message: Message, at: string): MessageList => {
  // Subscriptions that overlap are given the same message, each of them.
  if (message === list.last) return list;
  const number = list.count + 1;
  const one = { ...message, number, at };
  return { received: [one, ...list.received.slice(0, mostMessages - 1)], count: number, last: message };
};
