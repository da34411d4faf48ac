import { render } from 'preact';
import '../shared/theme.css';
import { Failure } from '../shared/failure.tsx';
import { loadSettings } from '../shared/settings.ts';
import { Demo } from './demo.tsx';

const app = document.querySelector('#app');
if (app) {
  loadSettings().then(
    (settings) => render(<Demo settings={settings} />, app),
    (error: unknown) => render(<Failure error={error} />, app),
  );
}
