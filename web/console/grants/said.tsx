// What has been done, said on the page that is shown next.
import { useEffect, useState } from 'preact/hooks';

let next = '';

/** Once, on the next page that has a place for it. */
export const sayNext = (text: string): void => {
  next = text;
};

/** What is to be said here: at first what the page before has left. */
export const useSaid = () => {
  const [said, say] = useState('');
  // Not at once: a live region speaks when it changes (ARIA 1.2 §6.6.4), so it has to be there before.
  useEffect(() => {
    say(next);
    next = '';
  }, []);
  return [said, say] as const;
};

export const Said = ({ text }: { readonly text: string }) => (
  <div role="status" class={text === '' ? undefined : 'notice'}>
    {text}
  </div>
);
