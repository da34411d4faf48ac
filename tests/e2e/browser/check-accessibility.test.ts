// Barriers are planted into our own pages, and found.
import { describe, expect, it } from 'vitest';
import { checkAccessibility } from './check-accessibility.ts';
import { openingPages } from './open-page.ts';

const open = openingPages();

const planted = [
  ['a button without a name', 'button', '', '', /critical, button-name/],
  ['a field without a label', 'input', '', '', /critical, label/],
  ['an image without a text', 'img', '', '', /critical, image-alt/],
  ['low contrast', 'p', 'planted', 'color: #888; background: #999', /light: serious, color-contrast/],
  ['the same in the dark', 'p', 'planted', 'color: #888; background: #999', /dark: serious, color-contrast/],
  ['what is too wide', 'p', 'planted', 'width: 400px', /360 px, dark: the page is \d+ px wider/],
] as const;

describe.each(['/', '/console/'])('on %s', (path) => {
  it('finds nothing where nothing is planted', async () => {
    const page = await open(path);
    await page.locator('main').waitFor();
    await expect(checkAccessibility(page)).resolves.toBeUndefined();
  });

  it('finds each barrier that is planted', async () => {
    const page = await open(path);
    await page.locator('main').waitFor();
    for (const [, element, text, style] of planted) {
      // By the object model: the page's policy forbids style attributes.
      await page.evaluate(`{
        const made = document.createElement("${element}");
        made.style.cssText = "${style}";
        made.append("${text}");
        document.body.append(made);
      }`);
    }
    const failure = String(await checkAccessibility(page).catch((error) => error));
    for (const [what, , , , barrier] of planted) expect.soft(failure, what).toMatch(barrier);
  });
});

it('leaves the page as it was', async () => {
  const page = await open('/', { colorScheme: 'dark', viewport: { width: 700, height: 500 } });
  await checkAccessibility(page);
  const state = '[innerWidth, innerHeight, matchMedia("(prefers-color-scheme: dark)").matches]';
  expect(await page.evaluate(state)).toEqual([700, 500, true]);
});
