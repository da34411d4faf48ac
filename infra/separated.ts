/** The parts of a setting that holds several, separated by commas. */
export const separated = (setting: string): readonly string[] =>
  setting
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
