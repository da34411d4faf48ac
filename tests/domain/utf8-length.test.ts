import { expect, test } from 'vitest';
import { utf8Length } from '../../src/domain/utf8-length.ts';

test.each([
  '',
  'a',
  '\x7f',
  '\x80',
  'é',
  '\u07ff',
  '\u0800',
  '日',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '🚀',
  'a🚀é日',
  '\ud83d',
  '\ude80',
  '\ud83da',
  '\ude80\ud83d',
  '\ud83d\ud83d\ude80',
  '\udbff\udfff',
  '\ud83d\ue000',
])('counts %j as an encoder does', (text) => {
  expect(utf8Length(text)).toBe(Buffer.byteLength(text, 'utf8'));
});
