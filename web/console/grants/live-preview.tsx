// Beside the form: what the service makes of it as it stands.
import { PreviewOfPolicies, previewInWords } from './preview-panel.tsx';
import type { Preview } from './use-preview.ts';

export const LivePreview = ({
  preview: { value, error, isChecking },
  isComplete,
}: {
  readonly preview: Preview;
  readonly isComplete: boolean;
}) => (
  <section class="card preview" aria-labelledby="preview" aria-busy={isChecking}>
    <h2 id="preview">What the policies would say</h2>
    <p role="status">{!isChecking && sayOf(value, error, isComplete)}</p>
    {isChecking && <p class="quiet">Checking …</p>}
    {value && <PreviewOfPolicies preview={value} />}
  </section>
);

const sayOf = (value: Preview['value'], error: unknown, isComplete: boolean): string => {
  if (value) return previewInWords(value);
  if (error !== undefined) return 'Refused: the form says why.';
  return isComplete ? '' : 'Shown as soon as the grant says for whom, what, and on which topics.';
};
