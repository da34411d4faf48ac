import type { UserPage } from '../../shared/api-paths.ts';

/** Which device is asked about: any, or one of those that the user has registered. */
export const DeviceField = ({
  devices,
  value,
  onChange,
}: {
  readonly devices: UserPage['devices'];
  /** Absent: any. */
  readonly value: string | undefined;
  readonly onChange: (deviceId: string | undefined) => void;
}) => {
  const known = devices.filter(({ state }) => state === 'registered').map(({ deviceId }) => deviceId);
  // One that the address names may be gone.
  const offered = value === undefined || known.includes(value) ? known : [value, ...known];
  return (
    <label>
      Device
      <select
        value={value ?? ''}
        onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
      >
        <option value="">any registered</option>
        {offered.map((deviceId) => (
          <option key={deviceId}>{deviceId}</option>
        ))}
      </select>
    </label>
  );
};
