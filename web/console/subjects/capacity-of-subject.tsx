// How much of a subject's policy documents is used.
import { Failure } from '../../shared/failure.tsx';
import { useLoaded } from '../../shared/use-loaded.ts';
import { useService } from '../service.ts';
import { documentBytes, loadCapacity, type PolicyUse } from './capacity.ts';
import './subjects.css';

export const CapacityOfSubject = ({ subject }: { readonly subject: string }) => {
  const { api } = useService();
  const { value, error, reload } = useLoaded((signal) => loadCapacity(api, subject, signal), [subject]);
  if (error !== undefined) return <Failure error={error} retry={reload} />;
  if (value === undefined) return <p role="status">Asking how much is used …</p>;
  if (value === 'none') return <p>No grants: nothing is used.</p>;
  return (
    <>
      <ul class="capacity">
        {value.map((policy) => (
          <Policy key={policy.name} of={policy} />
        ))}
      </ul>
      {subject.startsWith('user/') && (
        <p class="hint">A user's policies are made as they are needed, up to 2.</p>
      )}
    </>
  );
};

const Policy = ({ of: { name, bytes, isUnused } }: { readonly of: PolicyUse }) => (
  <li>
    <code>{name}</code>
    <meter
      aria-label={`Bytes of ${name}`}
      min={0}
      max={documentBytes}
      high={documentBytes * 0.85}
      optimum={0}
      value={isUnused ? 0 : bytes}
    />
    <span>
      {isUnused
        ? 'unused'
        : `${number.format(bytes)} of ${number.format(documentBytes)} bytes, ${number.format(documentBytes - bytes)} free`}
    </span>
  </li>
);

const number = new Intl.NumberFormat('en');
