import { type Html, html } from './html.ts';
import { inline, markdown } from './markdown.ts';
import type {
  PageContent,
  PageDocument,
  PageOperation,
  PageParameter,
  PageResponse,
} from './page-document.ts';
import { typeOf } from './schema-view.ts';

/** One operation: how to call it, what it takes, what it answers. */
export const operationView = (
  document: PageDocument,
  method: string,
  path: string,
  operation: PageOperation,
): Html => html`<article id="${operation.operationId}" aria-labelledby="${operation.operationId}-heading">
<h3 id="${operation.operationId}-heading"><a href="#${operation.operationId}">${operation.summary}</a></h3>
<p class="route"><span class="method">${method.toUpperCase()}</span> <code>${path}</code></p>
${markdown(operation.description)}
${operation.parameters.length > 0 ? parametersView(operation.parameters) : undefined}
${operation.requestBody && html`<h4>Body</h4>\n${contentView(operation.requestBody.content)}`}
<h4>Answers</h4>
<dl>${Object.entries(operation.responses).map(([status, response]) => responseView(document, status, response))}</dl>
</article>
`;

const parametersView = (parameters: readonly PageParameter[]): Html => html`<h4>Parameters</h4>
<table>
<thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${parameters.map(
  ({ name, in: place, required, schema, description = '' }) => html`<tr>
<th scope="row"><code>${name}</code>${required ? '' : ' (optional)'}</th><td>${place}</td>
<td>${typeOf(schema)}</td><td>${inline(description)}</td></tr>
`,
)}</tbody></table>`;

/** Successes with all that they hold; of what is refused, why – the form is the same for all. */
const responseView = (document: PageDocument, status: string, response: PageResponse): Html => {
  const found = resolved(document, response);
  const headers = Object.keys(found.headers ?? {});
  return html`<dt>${status}</dt>
<dd><p>${inline(found.description ?? '')}</p>
${headers.length > 0 ? html`<p>Headers: ${headers.map((name) => html`<code>${name}</code> `)}</p>` : undefined}
${status < '400' && found.content ? contentView(found.content) : undefined}</dd>
`;
};

const resolved = ({ components }: PageDocument, response: PageResponse): PageResponse => {
  const name = response.$ref?.split('/').at(-1);
  return (name === undefined ? response : components.responses[name]) ?? {};
};

const contentView = (content: PageContent): readonly Html[] =>
  Object.entries(content).map(
    ([
      mediaType,
      { schema, examples = {} },
    ]) => html`<p><code>${mediaType}</code>: ${schema && typeOf(schema)}</p>
${Object.values(examples).map(
  ({ summary = 'Example', value }) => html`<details><summary>${summary}</summary>
<pre><code>${JSON.stringify(value, undefined, 2)}</code></pre></details>
`,
)}`,
  );
