// Where the Tab key leads on a page.
import type { Page } from 'playwright-core';
import * as z from 'zod/mini';

export type FocusStops = {
  readonly reached: number;
  /** What can be operated and is never reached. */
  readonly unreached: readonly string[];
  /** What looks the same with the focus as without (WCAG 2.4.7). */
  readonly unseen: readonly string[];
};

/** Presses Tab until it comes round. @throws where it stays, and when it does not come round */
export const focusStops = async (page: Page): Promise<FocusStops> => {
  await page.evaluate(begin);
  for (let presses = 0; presses < mostPresses; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate<boolean>('focusStops.next()')) {
      return FocusStops.parse(await page.evaluate('focusStops.result()'));
    }
  }
  throw new Error(`Tab does not come round within ${mostPresses} presses.`);
};

const mostPresses = 400;

const FocusStops = z.object({
  reached: z.number(),
  unreached: z.array(z.string()),
  unseen: z.array(z.string()),
});

/** One of the radio buttons of a group is reached by Tab, the others by arrows; a date field has several stops. */
const begin = `window.focusStops = (() => {
  const operable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const stops = new Map();
  const name = (element) => element.outerHTML.slice(0, 120);
  const look = (element) =>
    [element, ...element.children].map((part) => {
      const { outline, boxShadow, stroke, strokeWidth, clipPath, transform } = getComputedStyle(part);
      return [outline, boxShadow, stroke, strokeWidth, clipPath, transform].join();
    }).join();
  const isReached = (element) =>
    stops.has(element) ||
    (element.type === 'radio' && [...stops.keys()].some((stop) => stop.name === element.name && stop.type === 'radio'));
  let last, presses;
  return {
    next: () => {
      const active = document.activeElement;
      // A date field has a stop for each of its parts.
      presses = active === last ? presses + 1 : 0;
      if (presses > 10) throw new Error('Tab does not leave ' + name(active));
      if (active === last) return false;
      if (last) stops.get(last).without = look(last);
      last = undefined;
      if (stops.has(active)) return true;
      if (active === document.body) return false;
      stops.set(active, { with: look(active) });
      last = active;
      return false;
    },
    result: () => ({
      reached: stops.size,
      unreached: [...document.querySelectorAll(operable)]
        .filter((element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility() && !isReached(element))
        .map(name),
      unseen: [...stops].filter(([, stop]) => stop.with === stop.without).map(([element]) => name(element)),
    }),
  };
})(); 0`;
