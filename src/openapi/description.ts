// What holds for all operations: the introduction of the document, in Markdown.
import { formCodes, ruleCodes } from './rule-codes.ts';

const listed = (codes: Readonly<Record<string, string>>): string =>
  Object.entries(codes)
    .map(([code, meaning]) => `- \`${code}\` – ${meaning}`)
    .join('\n');

export const description = `A client that has signed in to the user pool registers its device and is answered with all that is needed to connect to AWS IoT Core by MQTT. Administrators – the members of one group of the user pool – say who may talk on which topics.

## Requests

Send the ID token in \`Authorization\`. Bodies are JSON in UTF-8, at most 64 KiB. A member or parameter that does not exist is refused, except in the requests of OpenID AuthZEN. A path or method that is not in this document is answered with 404 \`route-not-found\`, a method that its path does not have with 405 \`method-not-allowed\` and \`Allow\`.

## When a change is effective

AWS takes up to 8 minutes to make a change of policies effective everywhere. Every answer that tells of permissions says by when (\`effectiveBy\`); until then an old permission may still work, and a new one not yet.

## Lists

A list answers \`items\` and, unless it is the last page, a \`cursor\`: send it as the query parameter of that name, with the same filters. A page may be short, even empty, while there are more.

## Changing what has not changed meanwhile

A grant has an ETag, its version. Whoever replaces or revokes it sends that ETag in \`If-Match\`: without it the answer is 428, and 412 when the grant has changed since. Weak ETags match nothing, \`*\` matches any version.

## Errors

Every refusal is problem details (RFC 9457): \`code\` says what it is and stays the same, \`instance\` is the ID of the request, \`errors\` names each place in the request. After a 429 or 503 the same request may be sent again once \`Retry-After\` has passed; nothing is half done.

Codes in \`errors\` of \`request-invalid\` (400):

${listed(formCodes)}

Codes in \`errors\` of \`rule-violated\` (422):

${listed(ruleCodes)}
`;
