// The pictures of docs/screenshots: where each is taken, by whom, and how one sees that the page is ready.
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { ScreenshotWorld } from './screenshot-world.ts';

export type Screen = {
  /** Of the file. */
  readonly name: string;
  readonly as: keyof ScreenshotWorld;
  readonly address: (world: ScreenshotWorld) => string;
  /** What is done there before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>;
  /** Text on the page, once it and what was done there are ready. */
  readonly ready: string;
  readonly appearance?: BrowserContextOptions;
  /** How long after everything was prepared: changes take 7 minutes to be effective everywhere. */
  readonly minutesLater?: number;
};

const dark: BrowserContextOptions = { colorScheme: 'dark' };
const narrow: BrowserContextOptions = { viewport: { width: 360, height: 740 } };

const fillNewGrant = async (page: Page): Promise<void> => {
  await page.getByRole('checkbox', { name: /^publish/ }).check();
  await page.getByRole('checkbox', { name: /^subscribe/ }).check();
};

const newGrant = '/console/grants/new?subject=group/operators&topicFilter=plant/line-2/%23';
const subscribing = 'action=subscribe&topic=plant/line-1/state';
const publishing = 'action=publish&topic=plant/line-2/calibration';

export const screens: readonly Screen[] = [
  { name: 'demo', as: 'operator', address: () => '/', ready: 'Hello from mara.lind' },
  {
    name: 'grants',
    as: 'admin',
    address: () => '/console/grants',
    ready: 'announcements/#',
    minutesLater: 25,
  },
  { name: 'new-grant', as: 'admin', address: () => newGrant, act: fillNewGrant, ready: 'bytes' },
  {
    name: 'topic',
    as: 'admin',
    address: () => `/console/topic?${subscribing}`,
    ready: 'Allowing it',
    minutesLater: 25,
  },
  { name: 'tree', as: 'admin', address: () => '/console/tree', ready: 'plant', appearance: dark },
  {
    name: 'subject',
    as: 'admin',
    address: () => '/console/subject?subject=group/operators',
    ready: 'plant/line-1/#',
    minutesLater: 25,
  },
  {
    name: 'explain',
    as: 'admin',
    address: ({ operator }) => `/console/explain?user=${operator.userId}&${publishing}`,
    ready: 'no-grant',
  },
  { name: 'users', as: 'admin', address: () => '/console/users', ready: 'suspended', minutesLater: 25 },
  {
    name: 'user',
    as: 'admin',
    address: ({ operator }) => `/console/users/${operator.userId}`,
    ready: 'control-room-1',
  },
  {
    name: 'audit',
    as: 'admin',
    address: () => '/console/audit',
    ready: 'Laptop reported lost',
    minutesLater: 25,
  },
  {
    name: 'demo-narrow',
    as: 'technician',
    address: () => '/',
    ready: 'Connected by MQTT',
    appearance: narrow,
  },
];
