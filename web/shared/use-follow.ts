// Goes on looking at something that is still being worked on, more and more seldom, while somebody sees the page.
import { useEffect, useRef } from 'preact/hooks';

const firstMs = 2000;
const longestMs = 30_000;

/** @param isPending as long as this is so, `reload` is called again and again. */
export const useFollow = (isPending: boolean, reload: () => void): void => {
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    if (!isPending) return;
    let pause = firstMs;
    let timer = setTimeout(look, pause);
    function look() {
      // A hidden page is looked at again when it is seen again.
      if (document.hidden) return;
      latest.current();
      pause = Math.min(pause * 1.5, longestMs);
      timer = setTimeout(look, pause);
    }
    const onVisible = () => {
      clearTimeout(timer);
      look();
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [isPending]);
};
