// Empties what a stage has made at run time, so that its stack can be removed: things, attachments, policies.
import type { IdentityId, ThingName } from '../src/domain/identifiers.ts';
import type { PolicyName } from '../src/domain/policy-name.ts';
import type { AttachmentControl, PolicyControl, ThingControl } from '../src/provisioning/ports.ts';
import { ownPolicies } from './own-policies.ts';
import type { WebBucket } from './web-bucket.ts';

/** Every step can be repeated: begun anew, it goes on where it ended. */
export type World = {
  readonly policies: PolicyControl & { readonly listPolicies: () => Promise<readonly PolicyName[]> };
  readonly attachments: AttachmentControl;
  readonly things: Pick<ThingControl, 'detachThing' | 'deleteThing'> & {
    /** Those attached to the identity that are named after it. */
    readonly listThings: (identityId: IdentityId) => Promise<readonly ThingName[]>;
  };
  /** Of identities that the table knows; they may have a thing and no policy yet. */
  readonly identities: readonly IdentityId[];
  readonly known: ReadonlySet<string>;
  /** Of hosted pages: a bucket with files in it cannot be removed. */
  readonly pages?: Pick<WebBucket, 'list' | 'remove'> | undefined;
  /** After it, no function of the service can do anything any more. */
  readonly stop: () => Promise<void>;
  readonly say: (line: string) => void;
  readonly clock: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

export type TearDown = {
  readonly detached: number;
  readonly deleted: number;
  /** Policies that could not be deleted. */
  readonly left: readonly string[];
  /** Policies that another stage may have made. */
  readonly doubtful: readonly string[];
};

/** "After DetachPolicy it can take 5 minutes before DeletePolicy succeeds." Also for those that the stack deletes. */
const settledMs = 5 * 60_000;
const betweenPassesMs = 30_000;
const longestMs = 30 * 60_000;

export const tearDown = async (world: World, { prefix }: { readonly prefix: string }): Promise<TearDown> => {
  const { clock, say } = world;
  const begun = clock();
  await world.stop();
  await removePages(world);
  for (const identityId of world.identities) await removeThings(world, identityId);
  let [detached, deleted] = [0, 0];
  let lastDetach: number | undefined;
  for (;;) {
    const passed = await pass(world, prefix);
    detached += passed.detached;
    deleted += passed.deleted;
    if (passed.detached > 0) lastDetach = clock();
    const isSettled = lastDetach === undefined || clock() - lastDetach >= settledMs;
    const { left, doubtful } = passed;
    if ((isSettled && left.length === 0) || clock() - begun >= longestMs)
      return { detached, deleted, left, doubtful };
    say(`${left.length} policies still count as attached; AWS takes about 5 minutes for that. Waiting …`);
    await world.sleep(betweenPassesMs);
  }
};

const pass = async (world: World, prefix: string): Promise<TearDown> => {
  const { scopes, fixed, doubtful } = ownPolicies(prefix, await world.policies.listPolicies(), world.known);
  let detached = 0;
  for (const name of [...scopes, ...fixed]) detached += await detachAll(world, name);
  const left: string[] = [];
  for (const name of scopes) if ((await deletePolicy(world.policies, name)) === 'attached') left.push(name);
  return { detached, deleted: scopes.length - left.length, left, doubtful };
};

/** What `tearDown` would begin with. */
export const wouldTearDown = async (world: World, { prefix }: { readonly prefix: string }): Promise<void> => {
  const { scopes, fixed, doubtful } = ownPolicies(prefix, await world.policies.listPolicies(), world.known);
  for (const name of [...scopes, ...fixed]) {
    const targets = await world.attachments.listTargets(name);
    const then = fixed.includes(name) ? 'left to the stack' : 'deleted';
    world.say(`${name}: would be detached from ${targets.length} identities and ${then}`);
  }
  for (const name of doubtful) world.say(`${name}: would be left alone, another stage may have made it`);
  world.say(`${world.identities.length} users: their things would be deleted`);
  const files = (await world.pages?.list()) ?? [];
  if (files.length > 0) world.say(`${files.length} files of the web pages would be deleted`);
};

const removePages = async ({ pages, say }: World): Promise<void> => {
  const files = (await pages?.list()) ?? [];
  if (files.length === 0) return;
  await pages?.remove(files);
  say(`${files.length} files of the web pages: deleted`);
};

/** First things, then policies: as long as one is attached, the identity is found again. */
const detachAll = async (world: World, name: PolicyName): Promise<number> => {
  const targets = await world.attachments.listTargets(name);
  for (const identityId of targets) {
    await removeThings(world, identityId);
    await world.attachments.detachPolicy(name, identityId);
  }
  if (targets.length > 0) world.say(`${name}: detached from ${targets.length} identities`);
  return targets.length;
};

const removeThings = async ({ things }: World, identityId: IdentityId): Promise<void> => {
  for (const thingName of await things.listThings(identityId)) {
    await things.detachThing(thingName, identityId);
    await things.deleteThing(thingName);
  }
};

const deletePolicy = async (policies: PolicyControl, name: PolicyName): Promise<'deleted' | 'attached'> => {
  const policy = await policies.readPolicy(name);
  for (const { versionId, isDefault } of policy?.versions ?? [])
    if (!isDefault) await policies.deleteVersion(name, versionId);
  return policies.deletePolicy(name);
};
