// A schema as people read it: what it is called or made of, and its members in a table.
import { type Html, html } from './html.ts';
import { inline } from './markdown.ts';
import type { PageSchema } from './page-document.ts';

/** In a few words, with links to the schemas that have names. */
export const typeOf = (schema: PageSchema): Html => {
  const { $ref, type, format, items, properties } = schema;
  if ($ref !== undefined) {
    const name = $ref.split('/').at(-1) ?? '';
    return html`<a href="#${schemaId(name)}">${name}</a>`;
  }
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) {
    return html`${alternatives.map((one, index) => html`${index > 0 ? ' or ' : ''}${typeOf(one)}`)}`;
  }
  if (schema.enum)
    return html`${schema.enum.map((value, index) => html`${index > 0 ? ' ' : ''}<code>${said(value)}</code>`)}`;
  if ('const' in schema) return html`<code>${said(schema.const)}</code>`;
  if (items) return html`array of ${typeOf(items)}`;
  if (properties) return html`object ${members(schema)}`;
  const name = Array.isArray(type) ? type.join(' or ') : String(type ?? 'anything');
  return html`${name}${format === undefined ? '' : ` (${format})`}`;
};

export const members = ({ properties = {}, required = [] }: PageSchema): Html => html`<table>
<thead><tr><th scope="col">Member</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${Object.entries(properties).map(
  ([
    name,
    schema,
  ]) => html`<tr><th scope="row"><code>${name}</code>${required.includes(name) ? '' : ' (optional)'}</th>
<td>${typeOf(schema)}</td><td>${inline(schema.description ?? '')}</td></tr>
`,
)}</tbody></table>`;

export const schemaId = (name: string): string => `schema-${name}`;

const said = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
