// What the grants' pages ask of the API; each function either answers or throws a `RequestFailed`.
import { type Api, answerOf } from '../../shared/api.ts';
import type { Grant, GrantInput, GrantPreview } from '../../shared/api-paths.ts';

/** The version that the change is about; another one by now is refused (`precondition-failed`). */
type Seen = Pick<Grant, 'grantId' | 'version'>;

export const readGrant = (api: Api, grantId: string, signal: AbortSignal): Promise<Grant> =>
  answerOf(api.GET('/grants/{grantId}', { params: { path: { grantId } }, signal }));

export const createGrant = async (api: Api, body: GrantInput): Promise<Grant> =>
  grantIn(await answerOf(api.POST('/grants', { body })));

export const replaceGrant = async (api: Api, { grantId, version }: Seen, body: GrantInput): Promise<Grant> =>
  grantIn(
    await answerOf(
      api.PUT('/grants/{grantId}', { params: { path: { grantId }, header: ifMatch(version) }, body }),
    ),
  );

export const revokeGrant = async (
  api: Api,
  { grantId, version }: Seen,
  { disconnect, reason }: { readonly disconnect: boolean; readonly reason: string | undefined },
): Promise<Grant> => {
  const query = { ...(disconnect && { disconnect: 'true' as const }), ...(reason && { reason }) };
  const params = { path: { grantId }, header: ifMatch(version), query };
  return grantIn(await answerOf(api.DELETE('/grants/{grantId}', { params })));
};

export const previewCreation = async (
  api: Api,
  body: GrantInput,
  signal: AbortSignal,
): Promise<GrantPreview> =>
  previewIn(await answerOf(api.POST('/grants', { params: { query: dryRun }, body, signal })));

/** With the version that was seen, so that somebody else's change is noticed while one is still typing. */
export const previewReplacement = async (
  api: Api,
  { grantId, version }: Seen,
  body: GrantInput,
  signal: AbortSignal,
): Promise<GrantPreview> => {
  const params = { path: { grantId }, header: ifMatch(version), query: dryRun };
  return previewIn(await answerOf(api.PUT('/grants/{grantId}', { params, body, signal })));
};

export const previewRevocation = async (
  api: Api,
  grantId: string,
  signal: AbortSignal,
): Promise<GrantPreview> => {
  const params = { path: { grantId }, query: dryRun };
  return previewIn(await answerOf(api.DELETE('/grants/{grantId}', { params, signal })));
};

const dryRun = { dryRun: 'true' } as const;

/** RFC 9110 §8.8.3: an entity tag is quoted. */
const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });

const grantIn = (answer: Grant | GrantPreview): Grant => {
  if ('grantId' in answer) return answer;
  throw new Error('The answer to a change is a preview.');
};

const previewIn = (answer: Grant | GrantPreview): GrantPreview => {
  if ('after' in answer) return answer;
  throw new Error('The answer to a dry run is no preview.');
};
