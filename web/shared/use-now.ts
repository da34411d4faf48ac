import { useEffect, useState } from 'preact/hooks';

/** Epoch milliseconds, renewed every so many seconds. */
export const useNow = (seconds: number): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return now;
};
