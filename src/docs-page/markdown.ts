// As much of Markdown as the document's descriptions use: paragraphs, headings, lists and code.
import { type Html, html } from './html.ts';

export const markdown = (text: string): readonly Html[] =>
  text
    .trim()
    .split(/\n{2,}/)
    .map(block);

const block = (text: string): Html => {
  if (text.startsWith('## ')) return html`<h3>${inline(text.slice(3))}</h3>\n`;
  if (text.startsWith('- ')) {
    return html`<ul>${text.split('\n').map((item) => html`<li>${inline(item.slice(2))}</li>`)}</ul>\n`;
  }
  return html`<p>${inline(text)}</p>\n`;
};

/** Every second part between backticks is code. */
export const inline = (text: string): readonly Html[] =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
