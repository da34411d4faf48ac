import { render } from 'preact';
import '../shared/theme.css';
import { Failure } from '../shared/failure.tsx';
import { loadSettings } from '../shared/settings.ts';
import { Console } from './console.tsx';

const app = document.querySelector('#app');
if (app) {
  loadSettings().then(
    (settings) => render(<Console settings={settings} />, app),
    (error: unknown) => render(<Failure error={error} />, app),
  );
}
