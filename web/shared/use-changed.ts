import { useEffect, useRef } from 'preact/hooks';

/** Calls `onChange` when one of the keys has become another: not at first, where whatever depends on them begins with them. */
export const useChanged = (keys: readonly (string | undefined)[], onChange: () => void): void => {
  const key = JSON.stringify(keys);
  const last = useRef(key);
  useEffect(() => {
    if (last.current === key) return;
    last.current = key;
    onChange();
  });
};
