import { answerOf } from '../../shared/api.ts';
import { Confirm, type Confirmed } from '../../shared/confirm.tsx';
import { useService } from '../service.ts';
import { said } from './decision-words.ts';
import type { Device } from './device-words.ts';

/** A device is removed, or may come back. */
export const DeviceActions = ({
  userId,
  device: { deviceId, state, blocked },
  onDone,
}: {
  readonly userId: string;
  readonly device: Device;
  readonly onDone: (what: string) => void;
}) => {
  const { api } = useService();
  const change = (query: { readonly block?: 'true' | 'false'; readonly reason?: string }) =>
    answerOf(
      api.DELETE('/users/{userId}/devices/{deviceId}', { params: { path: { userId, deviceId }, query } }),
    );
  const remove = async ({ reason, options: { block = false } }: Confirmed) => {
    await change({ reason, ...(block && { block: 'true' }) });
    onDone(said.removed(deviceId, block || blocked));
  };
  const allowAgain = async ({ reason }: Confirmed) => {
    await change({ block: 'false', reason });
    onDone(said.allowedAgain(deviceId));
  };

  if (state === 'blocked') {
    return (
      <Confirm
        label={
          <>
            Allow <span class="visually-hidden">device {deviceId} </span>again
          </>
        }
        title={`Allow device ${deviceId} again?`}
        action="Allow"
        tone="plain"
        asksReason
        onConfirm={allowAgain}
      >
        <p>The block is lifted: the user may register a device of this ID.</p>
      </Confirm>
    );
  }
  if (state === 'removing') return null;
  return (
    <Confirm
      label={
        <>
          Remove<span class="visually-hidden"> device {deviceId}</span>
        </>
      }
      title={`Remove device ${deviceId}?`}
      action="Remove"
      asksReason
      options={blocked ? {} : { block: 'Block this device ID: it cannot be registered again' }}
      onConfirm={remove}
    >
      <p>Its session is dropped, its thing is deleted, and its rights end.</p>
    </Confirm>
  );
};
