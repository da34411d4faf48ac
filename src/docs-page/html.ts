// HTML that cannot be broken out of: whatever a template holds is escaped, unless a template made it.

export type Html = { readonly markup: string };

type Part = string | number | Html | undefined | readonly Part[];

/** Texts are escaped, templates put in as they are, lists joined, nothing is left out. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: texts.map((text, index) => (index === 0 ? '' : markupOf(parts[index - 1])) + text).join(''),
});

const markupOf = (part: Part): string => {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part));
  return 'markup' in part ? part.markup : part.map(markupOf).join('');
};

/** For texts and for attribute values in double quotes (HTML §13.3). */
const escapeText = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
