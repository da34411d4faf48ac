import { type Due, type Task, taskKey } from '../domain/due.ts';
import { writeDue } from '../schema/stored-due.ts';
import { dueKey, listed, placeAt } from './store-keys.ts';
import type { TableWrite } from './table.ts';

/** The parts of a transaction that make work due; of the same work, the last. */
export const dueWrites = (due: readonly Due[]): readonly TableWrite[] =>
  [...new Map(due.map((item) => [taskKey(item.work), item])).values()].map((item) => ({
    Put: { Item: dueItem(item) },
  }));

export const dueItem = (due: Due) => {
  const key = dueKey(due.work);
  return { ...key, ...listed('due', placeAt(due.dueAt, key.pk)), ...writeDue(due) };
};

export const dueDone = (work: Task): TableWrite => ({ Delete: { Key: dueKey(work) } });
