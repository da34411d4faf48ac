// The domain's names as schemas; each rule stays in its domain parser.
import * as z from 'zod/mini';
import {
  parseDeviceId,
  parseGroupName,
  parseIdentityId,
  parseThingName,
  parseUserId,
} from '../domain/identifiers.ts';
import { parsePolicyName } from '../domain/policy-name.ts';
import { parseSubject } from '../domain/subject.ts';

/** A string that a domain parser takes. */
const parsedText = <Value>(parse: (text: string) => Value | undefined, detail: string) =>
  z
    .pipe(
      z.string(),
      z.transform((text: string, context) => {
        const value = parse(text);
        if (value !== undefined) return value;
        context.issues.push({ code: 'custom', message: detail, input: text });
        return z.NEVER;
      }),
    )
    .check(z.describe(detail));

export const userId = parsedText(parseUserId, 'A user ID is 1 to 128 of A-Z, a-z, 0-9, _ and -.');
export const identityId = parsedText(parseIdentityId, 'An identity ID is a region, a colon and a UUID.');
export const deviceId = parsedText(parseDeviceId, 'A device ID is 1 to 64 of A-Z, a-z, 0-9, _ and -.');
export const thingName = parsedText(
  parseThingName,
  'A thing name is an identity ID, a colon and a device ID.',
);
export const groupName = parsedText(
  parseGroupName,
  'A group name is 1 to 128 letters, digits, symbols and marks.',
);
export const policyName = parsedText(
  parsePolicyName,
  'A policy name is 1 to 128 of letters, digits and +=,.@-_.',
);
export const subject = parsedText(parseSubject, 'A subject is user/<userId>, group/<group> or everyone.');
