// What has been done, said on the page that is shown next.
import { useEffect, useState } from 'preact/hooks';

let next = '';

/** Once, on the next page that has a place for it. */
export const sayNext = (text: string): void => {
  next = text;
};

/** The place comes before the text, so that it is heard as well (ARIA: a live region speaks when it changes). */
export const Said = ({ text }: { readonly text?: string }) => {
  const [said, setSaid] = useState('');
  useEffect(() => {
    setSaid(next);
    next = '';
  }, []);
  useEffect(() => {
    if (text) setSaid(text);
  }, [text]);
  return (
    <div role="status" class={said === '' ? undefined : 'notice'}>
      {said}
    </div>
  );
};
