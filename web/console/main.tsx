import { render } from 'preact';

const app = document.querySelector('#app');
if (app) render(<main>demo</main>, app);
