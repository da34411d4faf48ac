// What the users page looks for, as its address holds it: one of the keys that the API takes.

export const searchKeys = ['email', 'username', 'identityId', 'group'] as const;
export type SearchKey = (typeof searchKeys)[number];

export const nameOfKey: Readonly<Record<SearchKey, string>> = {
  email: 'Email address',
  username: 'User name',
  identityId: 'Identity ID',
  group: 'Group',
};

export type UserSearch = { readonly key: SearchKey; readonly text: string };

/** Of an address with several, the first: the API takes one at a time. */
export const searchOf = (query: Readonly<Record<string, string>>): UserSearch | undefined => {
  const key = searchKeys.find((each) => query[each]);
  return key && { key, text: query[key] ?? '' };
};

/** Said where nobody is found. */
export const nobodyFound = (search: UserSearch | undefined): string => {
  switch (search?.key) {
    case undefined:
      return 'Nobody is known yet: users appear when they sign up or register their first device.';
    case 'email':
    case 'username':
      return `Nobody in the user pool has the ${nameOfKey[search.key].toLowerCase()} “${search.text}”.`;
    case 'identityId':
      return 'Nobody has registered a device under this identity.';
    case 'group':
      return 'No known user is in this group. Who has never signed in here is found by email address only.';
  }
};
