import { describe, expect, it } from 'vitest';
import { html } from '../../src/docs-page/html.ts';
import { markdown } from '../../src/docs-page/markdown.ts';

const shown = (text: string) => html`${markdown(text)}`.markup.trim();

describe('a description', () => {
  it.each([
    ['a text', '<p>a text</p>'],
    ['one\n\ntwo', '<p>one</p>\n<p>two</p>'],
    ['## Lists', '<h3>Lists</h3>'],
    ['- one\n- `two`', '<ul><li>one</li><li><code>two</code></li></ul>'],
    ['send `If-Match: "1"` & go', '<p>send <code>If-Match: &quot;1&quot;</code> &amp; go</p>'],
    ['`<b>`', '<p><code>&lt;b&gt;</code></p>'],
  ])('%j becomes %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});
