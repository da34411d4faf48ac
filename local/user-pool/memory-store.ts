// Where cognito-local keeps users, groups and clients: in memory, so that a stack begins and ends without files, and
// without waiting: what an operation reads, changes and writes back, no other operation changes in between, except
// while a trigger runs.
import type { DataStore } from 'cognito-local/lib/services/dataStore/dataStore.js';
import type { DataStoreFactory } from 'cognito-local/lib/services/dataStore/factory.js';

export const memoryStores: DataStoreFactory = {
  create: async (_context, _id, defaults) => memoryStore(defaults),
};

/** Values are copied in and out: what a caller changes in its copy is not stored until it says so. */
export const memoryStore = (defaults: object): DataStore => {
  const root: Tree = new Map(Object.entries(defaults).map(([name, value]) => [name, treeOf(value)]));

  async function get<T>(context: unknown, key: string | string[]): Promise<T | null>;
  async function get<T>(context: unknown, key: string | string[], defaultValue: T): Promise<T>;
  async function get(
    _context: unknown,
    key: string | string[],
    defaultValue: unknown = null,
  ): Promise<unknown> {
    const found = pathOf(key).reduce<unknown>(
      (node, step) => (node instanceof Map ? node.get(step) : undefined),
      root,
    );
    return found === undefined ? defaultValue : plainOf(found);
  }

  return {
    get,
    getRoot: async () => {
      throw new Error('cognito-local reads its configuration only, which is not kept here, by its root.');
    },
    set: async (_context, key, value) => {
      branchOf(root, key).set(leafOf(key), pathOf(key).length === 1 ? treeOf(value) : structuredClone(value));
    },
    delete: async (_context, key) => {
      branchOf(root, key).delete(leafOf(key));
    },
  };
};

/** Two levels: a collection, e.g. `Users`, and its entries. Entries are whole values. */
type Tree = Map<string, unknown>;

const pathOf = (key: string | string[]): readonly string[] => (Array.isArray(key) ? key : [key]);
const leafOf = (key: string | string[]): string => pathOf(key).at(-1) ?? '';

const branchOf = (root: Tree, key: string | string[]): Tree => {
  const [collection, entry] = pathOf(key);
  if (collection === undefined || entry === undefined) return root;
  const branch = root.get(collection);
  if (branch instanceof Map) return branch;
  const made: Tree = new Map();
  root.set(collection, made);
  return made;
};

const treeOf = (value: unknown): Tree => new Map(Object.entries(structuredClone(value ?? {})));

const plainOf = (node: unknown): unknown =>
  node instanceof Map ? Object.fromEntries(structuredClone(node)) : structuredClone(node);
