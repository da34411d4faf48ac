// Whatever a page should not do is planted into our own pages, and found.
import { describe, expect, inject, it, test } from 'vitest';
import { startLocalServer } from '../../../local/iot/local-server.ts';
import { openingBrowser } from './open-browser.ts';
import { openingPages } from './open-page.ts';
import { type Refusal, watchPages } from './watch-pages.ts';

const { webUrl } = inject('stack');
const browser = openingBrowser();

const planted = [
  ['an error in the console', 'console.error("an error")', /^console error: an error/],
  ['a warning in the console', 'console.warn("a warning")', /^console warning: a warning/],
  ['an uncaught error', 'throw new Error("thrown")', /^uncaught error: Error: thrown/],
  ['an unhandled rejection', 'Promise.reject(new Error("rejected"))', /^uncaught error: Error: rejected/],
  ['an inline script', made('script', 'textContent', 'void 0'), /^CSP: require-trusted-types-for .*Script/],
  ['an inline style', made('style', 'textContent', 'p {}'), /^CSP: style-src-elem inline/],
  ['a style attribute', 'document.body.setAttribute("style", "color: red")', /^CSP: style-src-attr inline/],
  ['eval', 'eval("1")', /^CSP: require-trusted-types-for .*eval/],
  ['an image from elsewhere', made('img', 'src', 'https://example.com/'), /^CSP: img-src https:/],
  ['a script from elsewhere', 'import("https://example.com/")', /^CSP: script-src-elem https:/],
  ['a request to elsewhere', 'fetch("https://example.com/")', /^CSP: connect-src https:/],
  ['a socket to elsewhere', 'new WebSocket("wss://example.com/")', /^CSP: connect-src wss:/],
  ['markup made of text', 'document.body.innerHTML += "x"', /^CSP: require-trusted-types-for .*innerHTML/],
  ['a frame', made('iframe', 'src', '/'), /^CSP: frame-src/],
  ['a file that is not there', 'fetch("/nowhere.css")', /^console error: .*404.*nowhere/],
] as const;

describe.each(['/', '/console/'])('on %s', (path) => {
  const page = new URL(path, webUrl).href;

  it('finds nothing where nothing is planted', async () => {
    expect(await problemsOf(page, [])).toEqual([]);
  });

  it('finds each thing that is planted', async () => {
    const problems = await problemsOf(
      page,
      planted.map(([, script]) => script),
    );
    for (const [what, , problem] of planted) {
      expect.soft(problems, what).toContainEqual(expect.stringMatching(problem));
    }
  });
});

describe('where no policy is in the way', () => {
  it.each([
    ['an image', 'http', (url: string) => made('img', 'src', url)],
    ['a socket', 'ws', (url: string) => `new WebSocket("${url}")`],
  ])('finds %s from another origin', async (_what, protocol, script) => {
    const [plain, other] = await Promise.all([startPlainServer(), startPlainServer()]);
    const url = `${protocol}://${other.host}/`;
    expect(await problemsOf(`http://${plain.host}/`, [script(url)])).toContain(
      `request to another origin: ${url}`,
    );
    await Promise.all([plain.close(), other.close()]);
  });
});

describe('a refusal that is expected', () => {
  const ask = 'fetch("/nowhere.css")';

  it('is no problem', async () => {
    expect(await problemsOf(webUrl, [ask], [{ status: 404, url: '/nowhere.css' }])).toEqual([]);
  });

  it.each([
    ['it does not come', 'void 0', { status: 404, url: '/nowhere.css' }],
    ['another status comes', ask, { status: 403, url: '/nowhere.css' }],
    ['it comes from elsewhere', ask, { status: 404, url: /elsewhere/ }],
  ])('is one when %s', async (_when, script, refusal) => {
    expect(await problemsOf(webUrl, [script], [refusal])).toContainEqual(
      expect.stringMatching(/^did not come: 40[34] of/),
    );
  });
});

describe('a test whose page does what it should not', () => {
  const open = openingPages();
  test.fails('fails', async () => {
    const page = await open('/');
    await page.evaluate('console.error("planted")');
    expect(page.url()).toContain(webUrl);
  });
});

/** What is found on an address after scripts have run in it. */
const problemsOf = async (
  address: string,
  scripts: readonly string[],
  refusals: readonly Refusal[] = [],
): Promise<readonly string[]> => {
  const context = await browser().newContext();
  const watch = await watchPages(context, [new URL(address).origin], refusals);
  const page = await context.newPage();
  await page.goto(address);
  // Not at once: what the debugger evaluates is free of the page's policy.
  const later = scripts.map((script) => `setTimeout(() => { ${script} });`).join('\n');
  await page.evaluate(`${later} new Promise((done) => setTimeout(done, 200))`);
  return watch.problems();
};

function made(element: string, property: string, value: string) {
  return `document.body.append(Object.assign(document.createElement("${element}"), { ${property}: "${value}" }))`;
}

const startPlainServer = async () => {
  const { port, close } = await startLocalServer((request, response) => {
    response.writeHead(200, { 'Content-Type': request.url === '/' ? 'text/html' : 'image/svg+xml' }).end();
  }, 0);
  return { host: `127.0.0.1:${port}`, close };
};
