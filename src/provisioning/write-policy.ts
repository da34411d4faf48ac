// One step of a scope's plan, carried out whatever IoT Core turns out to have under that name.
import type { ScopeStep } from '../domain/plan-scope.ts';
import type { PolicyName } from '../domain/policy-name.ts';
import type { PolicyControl } from './ports.ts';

/** The policy's version IDs, oldest first. */
type Versions = readonly string[];

/** The versions that the policy has after the step, given those it was known to have before. */
export const writePolicy = async (
  policies: PolicyControl,
  step: ScopeStep,
  versions: Versions,
): Promise<Versions> => {
  switch (step.kind) {
    case 'create-policy':
      return createPolicy(policies, step.name, step.text);
    case 'create-version':
      return createVersion(policies, step.name, step.text, versions);
    case 'delete-version':
      await policies.deleteVersion(step.name, step.versionId);
      return versions.filter((versionId) => versionId !== step.versionId);
  }
};

/** A policy that exists under our name is compared, never trusted. */
const createPolicy = async (policies: PolicyControl, name: PolicyName, text: string): Promise<Versions> => {
  const created = await policies.createPolicy(name, text);
  if (created !== 'exists') return [created.versionId];
  const found = await policies.readPolicy(name);
  if (found === undefined) throw new Error(`Policy ${name} was deleted while it was read.`);
  const versions = found.versions.map(({ versionId }) => versionId);
  return found.document === text ? versions : createVersion(policies, name, text, versions);
};

const createVersion = async (
  policies: PolicyControl,
  name: PolicyName,
  text: string,
  versions: Versions,
): Promise<Versions> => {
  const created = await policies.createVersion(name, text);
  if (created !== 'versions-full') return [...versions, created.versionId];
  const found = await policies.readPolicy(name);
  const oldest = found?.versions.find(({ isDefault }) => !isDefault);
  if (found === undefined || oldest === undefined)
    throw new Error(`Policy ${name} has no version to delete.`);
  await policies.deleteVersion(name, oldest.versionId);
  const kept = found.versions.flatMap(({ versionId }) => (versionId === oldest.versionId ? [] : [versionId]));
  const again = await policies.createVersion(name, text);
  if (again === 'versions-full') throw new Error(`Policy ${name} is being written by someone else.`);
  return [...kept, again.versionId];
};
