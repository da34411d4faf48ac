// The codes of single places that a request is refused for: what is wrong there, for whoever writes a client.
import type { ScopeChangeFault } from '../domain/change-scope.ts';
import type { GrantFault } from '../domain/grant-fault.ts';

/** In `errors[]` of `request-invalid` (400): the request is not of the form that this document describes. */
export const formCodes = {
  'json-invalid': 'The body is not JSON.',
  'text-invalid': 'A text is not valid Unicode, or a path is not percent-encoded UTF-8.',
  'member-unknown': 'A member or parameter that does not exist.',
  'parameter-repeated': 'A query parameter was given more than once.',
  'invalid-type': 'Missing, or of another type.',
  'invalid-value': 'None of the values that there are.',
  'invalid-format': 'A text of another form: an ID, a subject, an instant, a cursor, an ETag.',
  'too-big': 'Too large, too long, or too many.',
  'too-small': 'Too small, too short, or too few.',
  'token-invalid': 'A page token that this very search has not given out.',
} as const;

type RuleCode =
  | GrantFault['code']
  | Extract<ScopeChangeFault['code'], 'grant-limit-exceeded'>
  | 'grant-repeated'
  | 'subject-immutable'
  | 'expiry-in-the-past';

/** In `errors[]` of `rule-violated` (422): well-formed, and against a rule of grants. */
export const ruleCodes = {
  'no-action': 'The grant names no action.',
  'empty-filter': 'The topic filter is empty.',
  'empty-level': 'A level is empty: `a//b`, or a slash at either end.',
  'leading-wildcard': 'The first level is a wildcard.',
  'misplaced-wildcard': '`+` is not a whole level, or `#` is not the last one.',
  'reserved-character': 'One of `* ? $ { }`, which mean something in policies.',
  'control-character': 'NUL or another control character.',
  'invalid-utf8': 'Text that is no UTF-8.',
  'unknown-variable': 'A variable that does not exist.',
  'variable-not-whole-level': 'A variable beside other text in its level.',
  'shared-subscription': '`$share/…` cannot be granted.',
  'reserved-topic': '`$…` cannot be granted, but for shadows and jobs of `${thingName}`.',
  'too-many-levels': 'More than 8 levels.',
  'filter-too-long': 'More than 256 bytes once variables stand for the longest texts.',
  'variable-not-for-subject': '`${userId}` in a grant that is not for one user.',
  'variable-not-in-deny': '`${thingName}` in a deny: unresolved, it would deny nothing.',
  'wildcard-not-expressible':
    '`+` where no IoT policy can say it exactly; the detail names what can be said.',
  'use-multi-level-wildcard': '`allowWider` for a `+` that would mean `#`: write `#`.',
  'expiry-in-the-past': 'The grant would have ended before it begins.',
  'subject-immutable': 'A grant stays with its subject: revoke it and make another.',
  'grant-repeated': 'Two operations of one request are about the same grant.',
  'grant-limit-exceeded': 'The subject has 500 grants, with those that ended in the last 30 days.',
} as const satisfies Readonly<Record<RuleCode, string>>;
