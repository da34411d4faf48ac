import type { User } from '../../shared/api-paths.ts';

const badges: Readonly<Record<User['status'], { readonly words: string; readonly tone: string }>> = {
  active: { words: 'active', tone: 'good' },
  unregistered: { words: 'not registered', tone: '' },
  suspended: { words: 'suspended', tone: 'bad' },
  offboarded: { words: 'offboarded', tone: 'bad' },
};

export const UserStatus = ({ status }: { readonly status: User['status'] }) => (
  <span class={`badge ${badges[status].tone}`}>{badges[status].words}</span>
);
