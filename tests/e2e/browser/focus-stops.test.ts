import { describe, expect, it } from 'vitest';
import { focusStops } from './focus-stops.ts';
import { openingBrowser } from './open-browser.ts';

const browser = openingBrowser();

const stopsOf = async (content: string) => {
  const page = await browser().newPage();
  await page.setContent(content);
  return focusStops(page);
};

describe('the stops of the Tab key', () => {
  it('are all that can be operated, a group of radio buttons one of them', async () => {
    const radios = '<input type="radio" name="a"><input type="radio" name="a">';
    const page = `<a href="/">x</a><button>x</button>${radios}<input type="datetime-local"><button disabled>x</button>`;
    expect(await stopsOf(page)).toEqual({ reached: 4, unreached: [], unseen: [] });
  });

  it.each([
    ['what gives the focus away', '<button onfocus="this.blur()">x</button><input>', 'unreached'],
    ['what looks the same with the focus', '<button style="outline: none">x</button>', 'unseen'],
  ] as const)('miss %s', async (_what, content, finding) => {
    expect((await stopsOf(content))[finding]).toEqual([expect.stringMatching(/^<button/)]);
  });

  it('do not end in a trap', async () => {
    const trap = '<button>x</button><input onkeydown="event.preventDefault()">';
    await expect(stopsOf(trap)).rejects.toThrow('Tab does not leave <input');
  });
});
