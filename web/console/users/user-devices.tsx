import type { UserPage } from '../../shared/api-paths.ts';
import { Time } from '../../shared/time.tsx';
import { DeviceActions } from './device-actions.tsx';
import { connectionInWords, type Device, platformNames, stateInWords } from './device-words.ts';

export const UserDevices = ({
  user: { userId, devices },
  onDone,
}: {
  readonly user: UserPage;
  readonly onDone: (what: string) => void;
}) => (
  <section class="card" aria-labelledby="devices">
    <h2 id="devices">Devices</h2>
    {devices.length === 0 ? (
      <p>None: no device has been registered.</p>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Device ID</th>
            <th scope="col">Name</th>
            <th scope="col">Platform</th>
            <th scope="col">Registered</th>
            <th scope="col">State</th>
            <th scope="col">Session</th>
            <th scope="col">
              <span class="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <tr key={device.deviceId}>
              <Cells device={device} />
              <td>
                <DeviceActions userId={userId} device={device} onDone={onDone} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
);

const Cells = ({ device }: { readonly device: Device }) => (
  <>
    <td data-label="Device ID" class="mono" title={device.clientId}>
      {device.deviceId}
    </td>
    <td data-label="Name">{device.name ?? '–'}</td>
    <td data-label="Platform">{device.platform ? platformNames[device.platform] : '–'}</td>
    <td data-label="Registered">{device.registeredAt ? <Time at={device.registeredAt} /> : '–'}</td>
    <td data-label="State">
      {stateInWords[device.state]} {device.blocked && <span class="badge bad">blocked</span>}
    </td>
    <td data-label="Session">
      {device.connected ? (
        <span class="badge good">{connectionInWords(device)}</span>
      ) : (
        connectionInWords(device)
      )}
    </td>
  </>
);
