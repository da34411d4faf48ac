// The devices of the signed-in user, at most 20 unless the stack says otherwise: each installation and tab is one.
import type { Api } from '../shared/api.ts';
import { answerOf } from '../shared/api.ts';
import type { Me } from '../shared/api-paths.ts';
import { Confirm } from '../shared/confirm.tsx';
import { Time } from '../shared/time.tsx';
import type { Loaded } from '../shared/use-loaded.ts';

export const DevicesCard = ({
  me: { value, reload },
  api,
  ownId,
}: {
  readonly me: Loaded<Me>;
  readonly api: Api;
  /** This tab's, once it is registered. */
  readonly ownId: string | undefined;
}) => {
  const remove = async (deviceId: string) => {
    await answerOf(api.DELETE('/me/devices/{deviceId}', { params: { path: { deviceId } } }));
    reload();
  };
  const devices = value?.devices ?? [];
  return (
    <section class="card" aria-labelledby="devices">
      <h2 id="devices">My devices</h2>
      {value && devices.length === 0 && <p class="quiet">None is registered.</p>}
      <ul class="rows">
        {devices.map(({ deviceId, name, registeredAt }) => (
          <li key={deviceId} class="row between">
            <span>
              <code>{deviceId}</code> {deviceId === ownId && <span class="badge good">this tab</span>}
              <br />
              <span class="quiet">
                {name && `${name}, `}registered <Time at={registeredAt} />
              </span>
            </span>
            <Confirm
              label={
                <>
                  Remove<span class="visually-hidden"> {deviceId}</span>
                </>
              }
              title="Remove this device?"
              action="Remove"
              onConfirm={() => remove(deviceId)}
            >
              <p>
                Its connection is dropped, and it may do nothing until it is registered again.{' '}
                {deviceId === ownId && 'It is the device of this tab.'}
              </p>
            </Confirm>
          </li>
        ))}
      </ul>
    </section>
  );
};
