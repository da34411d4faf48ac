// What a browser may load for the page, and run: its one style, and nothing else (CSP Level 3).
import { createHash } from 'node:crypto';
import { style } from './style.ts';

const digest = createHash('sha256').update(style).digest('base64');

export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${digest}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
