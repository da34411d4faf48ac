import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/domain/fault.ts';
import { problem } from '../../src/http/problem.ts';
import { Problem } from '../../src/schema/problem.ts';

const exceeded = { code: 'policy-budget-exceeded', used: 4100, limit: 2048, detail: 'Too much.' } as const;

const withMembers: readonly [Fault, Readonly<Record<string, unknown>>][] = [
  [
    { kind: 'grant-duplicate', grantId: 'g-1', pointer: '' },
    {
      status: 409,
      grantId: 'g-1',
      errors: [{ pointer: '', code: 'grant-duplicate', detail: 'Grant g-1 says the same.' }],
    },
  ],
  [
    {
      kind: 'policy-budget-exceeded',
      exceeded: { ...exceeded, documentsNeeded: 3 },
      pointer: '/operations/1/grant',
    },
    {
      status: 422,
      used: 4100,
      limit: 2048,
      documentsNeeded: 3,
      errors: [{ pointer: '/operations/1/grant', code: 'policy-budget-exceeded', detail: 'Too much.' }],
    },
  ],
  [
    { kind: 'precondition-failed', current: 7 },
    { status: 412, current: '"7"' },
  ],
  [
    { kind: 'precondition-required', pointer: '/operations/0/ifMatch' },
    { status: 428, errors: [expect.objectContaining({ pointer: '/operations/0/ifMatch' })] },
  ],
];

describe('a problem', () => {
  it.each(withMembers)('of %o says what a program needs to know', (fault, members) => {
    const { body, headers } = problem(fault, 'request-1');
    expect(body).toMatchObject({
      ...members,
      type: `urn:iot-attache:problem:${fault.kind}`,
      code: fault.kind,
    });
    expect(headers).toMatchObject({ 'Content-Type': 'application/problem+json' });
    expect(Problem.parse(body)).toEqual(body);
  });

  it('leaves out what there is not', () => {
    const { body } = problem({ kind: 'policy-budget-exceeded', exceeded, pointer: '' }, 'request-1');
    expect(body).not.toHaveProperty('documentsNeeded');
    expect(problem({ kind: 'precondition-required' }, 'request-1').body).not.toHaveProperty('errors');
  });
});
