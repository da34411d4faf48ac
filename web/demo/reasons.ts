// The service's reasons for a decision, as people say them.
const words: Readonly<Record<string, string>> = {
  granted: 'A grant allows it.',
  'no-grant': 'No grant allows it.',
  denied: 'A grant denies it, and a deny wins over every allow.',
  expired: 'The grant that allowed it has expired.',
  unregistered: 'You have not registered yet.',
  'no-device': 'Only a registered device may; this one is not.',
  suspended: 'An administrator has suspended you.',
  withheld: 'It is granted, but you are in more groups than policies can be attached for.',
  role: 'The IAM role, which is the same for everybody, does not allow it.',
};

export const reasonText = (reason: string): string => words[reason] ?? reason;
