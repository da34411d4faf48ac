// What the service says of a form while it is being filled in: asked when typing pauses, an older question given up.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GrantInput, GrantPreview } from '../../shared/api-paths.ts';
import { typingPause } from './typing-pause.ts';

export type Preview = {
  /** Of the last input that was answered: it stays until the next answer. */
  readonly value?: GrantPreview;
  readonly error?: unknown;
  readonly isChecking: boolean;
};

/** @param input `undefined` while something is missing: nothing is asked then. `sent`: the question is given up. */
export const usePreview = (
  ask: (input: GrantInput, signal: AbortSignal) => Promise<GrantPreview>,
  input: GrantInput | 'sent' | undefined,
  /** What the answer depends on beside the input. */
  key: string | number = '',
): Preview => {
  const [preview, setPreview] = useState<Preview>({ isChecking: false });
  const latest = useRef(ask);
  latest.current = ask;
  const text = JSON.stringify(input);

  useEffect(() => {
    if (input === 'sent') return;
    if (text === undefined) {
      setPreview({ isChecking: false });
      return;
    }
    const controller = new AbortController();
    const { signal } = controller;
    setPreview((before) => ({ ...before, isChecking: true }));
    const answer = async () => {
      await typingPause(signal);
      return latest.current(JSON.parse(text), signal);
    };
    answer().then(
      (value) => !signal.aborted && setPreview({ value, isChecking: false }),
      (error: unknown) => !signal.aborted && setPreview({ error, isChecking: false }),
    );
    return () => controller.abort();
  }, [text, key]);

  return preview;
};
