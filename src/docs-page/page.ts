// The OpenAPI document as one page to read: no script, no font, nothing from elsewhere.
import { type Html, html } from './html.ts';
import { markdown } from './markdown.ts';
import { operationView } from './operation-view.ts';
import type { PageDocument, PageOperation } from './page-document.ts';
import { members, schemaId, typeOf } from './schema-view.ts';
import { style } from './style.ts';

export const docsPage = (document: PageDocument): string => {
  const { info, servers, tags, components } = document;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} API</title>
<style>${{ markup: style }}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<h1>${info.title} API</h1>
<p>${info.summary} Version ${info.version}${servers.map(({ url }) => html`, at <code>${url}</code>`)}.</p>
</header>
<nav aria-label="Operations">
${tags.map(
  ({ name }) => html`<h2>${name}</h2>
<ul>${operationsOf(document, name).map(
    ({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>
`,
  )}</ul>
`,
)}</nav>
<main id="content">
<section aria-label="Introduction">
<h2>What holds for all of it</h2>
${markdown(info.description)}</section>
${tags.map(({ name, description }) => tagSection(document, name, description))}
<section aria-labelledby="schemas">
<h2 id="schemas">Schemas</h2>
${Object.entries(components.schemas).map(
  ([name, schema]) => html`<article id="${schemaId(name)}">
<h3><a href="#${schemaId(name)}">${name}</a></h3>
${schema.properties ? members(schema) : html`<p>${typeOf(schema)}</p>`}
</article>
`,
)}</section>
</main>
</body>
</html>
`.markup;
};

const tagSection = (document: PageDocument, name: string, description: string): Html =>
  html`<section aria-labelledby="tag-${name}">
<h2 id="tag-${name}">${name}</h2>
${markdown(description)}
${operationsOf(document, name).map(({ method, path, operation }) => operationView(document, method, path, operation))}</section>
`;

const operationsOf = (
  { paths }: PageDocument,
  tag: string,
): readonly { readonly method: string; readonly path: string; readonly operation: PageOperation }[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.includes(tag))
      .map(([method, operation]) => ({ method, path, operation })),
  );
