/** What is asked on every keystroke waits for this before it goes out. @throws when a later keystroke has replaced it. */
export const typingPause = async (signal: AbortSignal): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 400));
  signal.throwIfAborted();
};
