import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonLines } from '../../../../web/console/grants/json-lines.ts';

it('says the same as the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(jsonLines(value).join('\n'))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('puts what is short on one line, and what is long member by member', () => {
  const resources = ['topic/a', 'topic/b'].map((name) => `arn:aws:iot:us-east-1:123456789012:${name}`);
  const statement = { Effect: 'Allow', Action: ['iot:Receive', 'iot:Subscribe'], Resource: resources };
  expect(jsonLines({ Version: '2012-10-17', Statement: [statement] })).toEqual([
    '{',
    '  "Version": "2012-10-17",',
    '  "Statement": [',
    '    {',
    '      "Effect": "Allow",',
    '      "Action": ["iot:Receive", "iot:Subscribe"],',
    '      "Resource": [',
    '        "arn:aws:iot:us-east-1:123456789012:topic/a",',
    '        "arn:aws:iot:us-east-1:123456789012:topic/b"',
    '      ]',
    '    }',
    '  ]',
    '}',
  ]);
});
