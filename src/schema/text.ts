// What people write for people.
import * as z from 'zod/mini';

export const reason = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(256),
    z.describe('Why, for those who read it later; at most 256 characters.'),
  );

export const description = z
  .string()
  .check(
    z.maxLength(256),
    z.describe('What the group is for; at most 256 characters. An empty one is none.'),
  );
