// A message's payload as people read it: MQTT says nothing about what it is.

export type PayloadText = {
  readonly kind: 'empty' | 'JSON' | 'text' | 'binary';
  readonly text: string;
  /** Whether there is more than `text`. */
  readonly isCut: boolean;
};

/** Characters shown: of 128 KB, as large as a payload may be, nobody reads more. */
const most = 1000;

export const payloadText = (payload: Uint8Array): PayloadText => {
  if (payload.length === 0) return { kind: 'empty', text: '', isCut: false };
  const text = decoded(payload);
  if (text === undefined) return shown('binary', hex(payload));
  const json = indented(text);
  return json === undefined ? shown('text', text) : shown('JSON', json);
};

const shown = (kind: PayloadText['kind'], text: string): PayloadText => ({
  kind,
  text: text.slice(0, most),
  isCut: text.length > most,
});

/** Text is UTF-8 without control characters but tab and line ends. */
const decoded = (payload: Uint8Array): string | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
    return /[^\P{Cc}\t\n\r]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
};

/** Only where nothing but white space changes: numbers that JavaScript would round, and doubled keys, stay as they came. */
const indented = (text: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const pretty = JSON.stringify(value, undefined, 2);
    return withoutBlanks(pretty) === withoutBlanks(text) ? pretty : text;
  } catch {
    return undefined;
  }
};

const withoutBlanks = (text: string): string => text.replaceAll(/\s/g, '');

const hex = (payload: Uint8Array): string =>
  Array.from(payload.subarray(0, most), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
