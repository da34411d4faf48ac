// The page made of the document: readable by everyone, and nothing in it runs or is fetched.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { docsPage } from '../../src/docs-page/page.ts';
import type { PageDocument } from '../../src/docs-page/page-document.ts';
import { contentSecurityPolicy } from '../../src/docs-page/security-policy.ts';
import { openApiDocument } from '../../src/openapi/document.ts';
import { operations } from '../../src/openapi/operations.ts';

const document: PageDocument = JSON.parse(JSON.stringify(openApiDocument('1.2.3')));
const page = docsPage({ ...document, servers: [{ url: 'https://api.example/dev' }] });

const all = (pattern: RegExp, text = page) => [...text.matchAll(pattern)].map(([, found = '']) => found);

describe('the page', () => {
  it('has a place for every operation and every schema, each its own', () => {
    const ids = all(/ id="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(operations.map(({ operationId }) => operationId)));
    expect(ids).toEqual(
      expect.arrayContaining(Object.keys(document.components.schemas).map((name) => `schema-${name}`)),
    );
  });

  it('leads nowhere but to places of its own', () => {
    const links = all(/ href="([^"]*)"/g);
    const ids = all(/ id="([^"]*)"/g);
    expect(links.length).toBeGreaterThan(100);
    for (const link of links) expect(ids).toContain(link.replace(/^#/, ''));
  });

  it('is described by headings that leave no level out', () => {
    const levels = all(/<h([1-6])/g).map(Number);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, index) => {
      expect(level - (levels[index - 1] ?? 1)).toBeLessThanOrEqual(1);
    });
  });

  it('has a language, a title, a main part to skip to and labels on what it is divided into', () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('<title>iot-attache API</title>');
    expect(page).toContain('<a class="skip" href="#content">');
    expect(all(/<(section|nav)\b(?![^>]*aria-label)/g)).toEqual([]);
    expect(all(/<th\b(?! scope=)/g)).toEqual([]);
  });

  it('closes what it opens', () => {
    for (const tag of [
      'article',
      'section',
      'table',
      'tr',
      'td',
      'dl',
      'details',
      'pre',
      'code',
      'ul',
      'li',
    ]) {
      expect(all(new RegExp(`(<${tag}\\b)`, 'g')).length, tag).toBe(
        all(new RegExp(`(</${tag}>)`, 'g')).length,
      );
    }
  });

  it('says where the API is, which version it is, and why requests are refused', () => {
    expect(page).toContain('<code>https://api.example/dev</code>');
    expect(page).toContain('Version 1.2.3');
    expect(page).toContain('<code>wildcard-not-expressible</code>');
    expect(page).toContain('<code>precondition-failed</code>');
  });

  it('holds nothing that runs or is fetched', () => {
    expect(page).not.toMatch(/<(script|img|iframe|link|object|embed|form|base)\b/i);
    expect(page).not.toMatch(/\s(on\w+|style|src|srcset|action)\s*=/i);
    expect(page).not.toMatch(/url\(|@import|javascript:/i);
  });

  it.each(['"><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '`<b>`', '&lt;', "'onload='"])(
    'shows %s as the text that it is',
    (text) => {
      const hostile = JSON.parse(
        JSON.stringify(document, (key, value) =>
          ['summary', 'description', 'value', 'title'].includes(key) && typeof value === 'string'
            ? `${value} ${text}`
            : value,
        ),
      );
      const shown = docsPage({ ...hostile, servers: [{ url: text }] });
      const tags = (html: string) => new Set(all(/<(\/?[a-z][a-z0-9]*)/gi, html));
      expect(tags(shown)).toEqual(tags(page));
      expect(shown).not.toMatch(/<[^>]*\son\w+=/);
    },
  );
});

describe('its content security policy', () => {
  it('lets nothing load or run but the one style of the page', () => {
    const [style = ''] = all(/<style>([^<]*)<\/style>/g);
    const digest = createHash('sha256').update(style).digest('base64');
    expect(contentSecurityPolicy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${digest}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });
});
