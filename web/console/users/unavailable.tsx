import type { UserPage } from '../../shared/api-paths.ts';

type Part = UserPage['unavailable'][number];

const missing: Readonly<Record<Part, string>> = {
  'user-pool':
    'The user pool did not answer: email address, user name and groups of somebody new are missing.',
  attachments: 'AWS IoT Core did not answer what is attached: only what is wanted is shown.',
  connections: 'AWS IoT Core did not answer which devices are connected.',
};

export const Unavailable = ({ parts }: { readonly parts: readonly Part[] }) =>
  parts.length === 0 ? null : (
    <div class="notice warning" role="status">
      {parts.map((part) => (
        <p key={part}>{missing[part]}</p>
      ))}
    </div>
  );
