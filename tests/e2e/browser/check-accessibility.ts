// What people with other eyes and other hands meet on a page, as far as a program can tell.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Fails on what axe calls serious or critical, on a wide screen in light and a narrow one in dark, and when the whole
 * narrow page scrolls sideways (WCAG 1.4.10). The page is left as it was.
 */
export const checkAccessibility = async (page: Page): Promise<void> => {
  const size = page.viewportSize() ?? wide;
  const dark = await page.evaluate<boolean>("matchMedia('(prefers-color-scheme: dark)').matches");
  const findings: Finding[] = [];
  for (const { viewport, colorScheme, runOnly } of appearances) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    const found = [...(await violations(page, runOnly)), ...(await sidewaysScrolling(page))];
    const where = `${viewport.width} px, ${colorScheme}`;
    findings.push(...found.map(({ serious, text }) => ({ serious, text: `${where}: ${text}` })));
  }
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });

  const worstFirst = findings.toSorted((one, other) => Number(other.serious) - Number(one.serious));
  expect(
    findings.some(({ serious }) => serious),
    worstFirst.map(({ text }) => text).join('\n'),
  ).toBe(false);
};

type Finding = { readonly serious: boolean; readonly text: string };
type RunOnly = { readonly type: 'tag' | 'rule'; readonly values: string[] };

/** WCAG 2.2 A and AA, and what is good practice beyond. */
const all: RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
const ofLooks: RunOnly = {
  type: 'rule',
  values: [
    'button-name',
    'color-contrast',
    'link-in-text-block',
    'scrollable-region-focusable',
    'target-size',
  ],
};

const wide = { width: 1280, height: 800 };
/** The elements are the same on both: what colour and width can change about them. */
const appearances = [
  { viewport: wide, colorScheme: 'light', runOnly: all },
  { viewport: { width: 360, height: 740 }, colorScheme: 'dark', runOnly: ofLooks },
] as const;

const violations = async (page: Page, runOnly: RunOnly): Promise<readonly Finding[]> => {
  // Half a megabyte of script once for a page, and no other page for its frames: ours have none.
  const axeSource = (await page.evaluate<boolean>("'axe' in window")) ? 'void 0;' : undefined;
  const axe = new AxeBuilder(axeSource === undefined ? { page } : { page, axeSource });
  const results = await axe
    .setLegacyMode()
    .options({ runOnly, resultTypes: ['violations'] })
    .analyze();
  return results.violations.map(({ id, impact, help, nodes }) => ({
    serious: impact === 'serious' || impact === 'critical',
    text: [`${impact}, ${id}: ${help}`, ...nodes.map(({ html }) => html)].join('\n    '),
  }));
};

const sidewaysScrolling = async (page: Page): Promise<readonly Finding[]> => {
  const excess = await page.evaluate<number>('document.scrollingElement.scrollWidth - innerWidth');
  return excess > 0 ? [{ serious: true, text: `the page is ${excess} px wider than the screen` }] : [];
};
