import { describe, expect, it } from 'vitest';
import { stackResources } from '../../local/stack-resources.ts';
import { authenticatedRoleDocument } from '../../src/domain/authenticated-role.ts';
import { connectDocument, suspendedDocument } from '../../src/domain/fixed-policies.ts';

describe('what the local stack reads from infra/', () => {
  it.each([
    ['us-east-1', 'iot-attache-local'],
    ['cn-north-1', 'other'],
  ])('is of region %s and stage %s', (region, prefix) => {
    const space = { region, accountId: '123456789012', prefix };
    const retained = ['users/${identityId}/#', 'shared/board'];
    const { table, authenticatedRole, fixedPolicies } = stackResources(space, retained);
    expect(table).toMatchObject({ TableName: prefix, DeletionProtectionEnabled: false });
    expect(authenticatedRole).toEqual(
      authenticatedRoleDocument(
        space,
        retained.map((text) => ({ text })),
      ),
    );
    expect(fixedPolicies).toEqual([
      { name: `${prefix}-connect`, document: connectDocument(space) },
      { name: `${prefix}-suspended`, document: suspendedDocument() },
    ]);
  });

  it('has no statement about retaining when nothing may be retained', () => {
    const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'p' };
    expect(JSON.stringify(stackResources(space, []).authenticatedRole)).not.toContain('Retain');
  });
});
