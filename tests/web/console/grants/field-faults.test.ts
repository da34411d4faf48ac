import { describe, expect, it } from 'vitest';
import { faultsByField, faultsIn, isSaidAtFields } from '../../../../web/console/grants/field-faults.ts';
import { RequestFailed } from '../../../../web/shared/request-failed.ts';

const fault = (pointer: string) => ({ pointer, code: 'code', detail: `At ${pointer}.` });
const refusal = (...pointers: readonly string[]) =>
  RequestFailed.withAnswer(422, {
    type: 'urn:iot-attache:problem:rule-violated',
    title: 'A rule is violated',
    status: 422,
    detail: 'At some places.',
    code: 'rule-violated',
    instance: 'request',
    errors: pointers.map(fault),
  });

describe('a fault stands at its field', () => {
  it.each([
    ['/subject', 'subject'],
    ['/actions', 'actions'],
    ['/actions/1', 'actions'],
    ['/topicFilter', 'topicFilter'],
    ['/expiresAt', 'expiresAt'],
    ['/reason', 'reason'],
  ])('%s: %s', (pointer, field) => {
    expect(faultsByField([fault(pointer)])).toEqual({ [field]: [fault(pointer)] });
  });

  it('beside others of the same field', () => {
    const both = [fault('/actions/0'), fault('/actions/2')];
    expect(faultsByField(both)).toEqual({ actions: both });
  });

  it.each(['', '/', '/query/dryRun', '/member', 'subject'])('and "%s" is at none', (pointer) => {
    expect(faultsByField([fault(pointer)])).toEqual({});
  });
});

describe('a refusal is said at the fields', () => {
  it.each([
    ['when each place is one', refusal('/subject', '/topicFilter'), true],
    ['but not when some place is none', refusal('/topicFilter', ''), false],
    ['but not when no place is named', refusal(), false],
    ['but not when there was no answer', RequestFailed.toReach('http://…', new TypeError('lost')), false],
    ['but not when it is no refusal', new Error('broken'), false],
    ['but not when there is none', undefined, false],
  ])('%s', (_when, error, expected) => {
    expect(isSaidAtFields(error)).toBe(expected);
  });

  it('in the words of the service', () => {
    expect(faultsIn(refusal('/reason'))).toEqual([fault('/reason')]);
  });
});
