import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { screens } from '../../scripts/screenshot-screens.ts';

const folder = 'docs/screenshots';

it('has a picture for each screen, and no other', () => {
  expect(readdirSync(folder).toSorted()).toEqual(screens.map(({ name }) => `${name}.png`).toSorted());
});

it.each(screens)('takes the picture of "$name" in its size, and small', ({ name, appearance }) => {
  const picture = readFileSync(`${folder}/${name}.png`);
  // PNG §11.2.2: width and height begin the first chunk.
  const size = { width: picture.readUInt32BE(16), height: picture.readUInt32BE(20) };
  expect(size).toEqual(appearance?.viewport ?? { width: 1280, height: 800 });
  expect(picture.length).toBeLessThan(150_000);
});
