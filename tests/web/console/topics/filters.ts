// Any topic filters that grants may have, few words among them, so that they meet.
import fc from 'fast-check';

const text = fc.constantFrom('a', 'b', 'line2', 'line10', 'ü');
const inner = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.constantFrom('${identityId}', '${thingName}'),
  fc.constant('+'),
);

export const topics = fc.array(text, { minLength: 1, maxLength: 6 }).map((levels) => levels.join('/'));

export const filters = fc
  .tuple(text, fc.array(inner, { maxLength: 5 }), fc.boolean())
  .map(([first, levels, isTree]) => [first, ...levels, ...(isTree ? ['#'] : [])].join('/'));
