// What the signed-in user may do, as the service says it now.
import type { Me, Permissions } from '../shared/api-paths.ts';
import { Failure } from '../shared/failure.tsx';
import { EffectiveBy } from '../shared/time.tsx';
import type { Loaded } from '../shared/use-loaded.ts';

const actions = ['publish', 'subscribe', 'receive', 'retain'] as const;

export const PermissionsCard = ({
  me: { value, error, isLoading, reload },
  clientId,
}: {
  readonly me: Loaded<Me>;
  /** Absent before the registration. */
  readonly clientId: string | undefined;
}) => (
  <section class="card" aria-labelledby="permissions">
    <div class="row between">
      <h2 id="permissions">What I may do</h2>
      <button type="button" onClick={reload} aria-busy={isLoading}>
        {isLoading ? 'Looking …' : 'Look again'}
      </button>
    </div>
    <EffectiveBy at={value?.effectiveBy} />
    {error !== undefined && <Failure error={error} retry={reload} />}
    {value && <Table of={value.permissions} clientId={clientId} />}
  </section>
);

const Table = ({ of, clientId }: { readonly of: Permissions; readonly clientId: string | undefined }) => (
  <>
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">Action</th>
          <th scope="col">Allowed</th>
          <th scope="col">Denied, whatever is allowed</th>
        </tr>
      </thead>
      <tbody>
        {actions.map((action) => (
          <tr key={action}>
            <th scope="row">{action}</th>
            <td data-label="Allowed">
              <Filters of={of[action]} clientId={clientId} />
            </td>
            <td data-label="Denied">
              <Filters of={action === 'retain' ? [] : of.deny[action]} clientId={clientId} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {of.notes.length > 0 && (
      <ul class="notes">
        {of.notes.map(({ action, filter, code, example }) => (
          <li key={`${action} ${filter} ${code}`}>
            {action} <code>{filter}</code>: {noteWords[code]} ({example})
          </li>
        ))}
      </ul>
    )}
  </>
);

const noteWords = {
  'literal-only': 'exactly this filter text, no narrower one',
  wider: 'a + may be several levels',
} as const;

/** Of variables, only the device's is left standing: there may be several devices. */
const Filters = ({
  of,
  clientId = '${thingName}',
}: {
  readonly of: readonly string[];
  readonly clientId: string | undefined;
}) =>
  of.length === 0 ? (
    <span class="quiet">nothing</span>
  ) : (
    <ul class="plain">
      {of.map((filter) => (
        <li key={filter}>
          <code>{filter.replaceAll('${thingName}', clientId)}</code>
        </li>
      ))}
    </ul>
  );
