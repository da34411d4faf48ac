// What people write for people.
import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1), z.maxLength(256));

export const reason = text.check(z.describe('Why, for those who read it later; at most 256 characters.'));
export const description = text.check(z.describe('What the group is for; at most 256 characters.'));
