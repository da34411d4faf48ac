import type { UserPage } from '../../shared/api-paths.ts';
import { tableRoles } from '../../shared/table-roles.ts';
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
      <table class="cards" {...tableRoles.table}>
        <thead {...tableRoles.group}>
          <tr {...tableRoles.row}>
            <th {...tableRoles.columnHeader}>Device ID</th>
            <th {...tableRoles.columnHeader}>Name</th>
            <th {...tableRoles.columnHeader}>Platform</th>
            <th {...tableRoles.columnHeader}>Registered</th>
            <th {...tableRoles.columnHeader}>State</th>
            <th {...tableRoles.columnHeader}>Session</th>
            <th {...tableRoles.columnHeader}>
              <span class="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody {...tableRoles.group}>
          {devices.map((device) => (
            <tr {...tableRoles.row} key={device.deviceId}>
              <Cells device={device} />
              <td {...tableRoles.cell}>
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
    <td {...tableRoles.cell} data-label="Device ID">
      <span class="mono" title={device.clientId}>
        {device.deviceId}
      </span>
    </td>
    <td {...tableRoles.cell} data-label="Name">
      {device.name ?? '–'}
    </td>
    <td {...tableRoles.cell} data-label="Platform">
      {device.platform ? platformNames[device.platform] : '–'}
    </td>
    <td {...tableRoles.cell} data-label="Registered">
      {device.registeredAt ? <Time at={device.registeredAt} /> : '–'}
    </td>
    <td {...tableRoles.cell} data-label="State">
      {stateInWords[device.state]} {device.blocked && <span class="badge bad">blocked</span>}
    </td>
    <td {...tableRoles.cell} data-label="Session">
      {device.connected ? (
        <span class="badge good">{connectionInWords(device)}</span>
      ) : (
        connectionInWords(device)
      )}
    </td>
  </>
);
