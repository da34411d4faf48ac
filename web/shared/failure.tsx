// What went wrong, in the service's own words.
import type { ComponentChildren } from 'preact';
import { RequestFailed } from './request-failed.ts';

export const Failure = ({
  error,
  retry,
  children,
}: {
  readonly error: unknown;
  readonly retry?: () => void;
  /** What to do about it, where this page knows. */
  readonly children?: ComponentChildren;
}) => {
  const { title, detail, code, errors, instance } = describe(error);
  // What is about all of the request says no more than the detail.
  const places = errors?.filter(({ pointer }) => pointer !== '') ?? [];
  return (
    <div class="notice failure" role="alert">
      <p>
        {title && <strong>{title} </strong>}
        {detail}
      </p>
      {places.length > 0 && (
        <ul>
          {places.map((fault) => (
            <li key={`${fault.pointer} ${fault.code}`}>
              <code>{fault.pointer}</code> {fault.detail}
            </li>
          ))}
        </ul>
      )}
      {children}
      {code && (
        <p class="quiet">
          <code>{code}</code>
          {instance && <> · request {instance}</>}
        </p>
      )}
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
};

const describe = (error: unknown) => {
  if (error instanceof RequestFailed && error.problem) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  // The libraries' errors, and those of signing in, say what happened by a code.
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const title = error instanceof RequestFailed ? 'No answer.' : code ? '' : 'Something went wrong.';
  return { title, detail, code, errors: undefined, instance: undefined };
};
