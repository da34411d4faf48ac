import type { Group } from '../../shared/api-paths.ts';
import { EffectiveBy } from '../../shared/time.tsx';

export const GroupState = ({ of: { state, effectiveBy } }: { readonly of: Group }) => {
  switch (state) {
    case 'applied':
      return (
        <>
          applied <EffectiveBy at={effectiveBy} />
        </>
      );
    case 'pending':
      return (
        <>
          <span class="badge pending">being changed …</span> <EffectiveBy at={effectiveBy} />
        </>
      );
    case 'deleting':
      return <span class="badge bad">being deleted …</span>;
  }
};
