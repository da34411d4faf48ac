// What the signs of the tree mean.
import { Marker } from './marker.tsx';
import type { Reach, Standing, TreeAction } from './standing.ts';
import { markerSize } from './tree-layout.ts';

export const TreeLegend = () => (
  <ul class="legend" aria-label="Legend">
    {actions.map(([action, text]) => (
      <Entry key={action} of={{ action, reach: 'nobody', denied: [] }} text={text} />
    ))}
    {reaches.map(([reach, text]) => (
      <Entry key={reach} of={{ action: 'publish', reach, denied: [] }} text={text} />
    ))}
    <Entry
      of={{ action: 'publish', reach: 'everyone', denied: ['somebody'] }}
      text="underlined: denied to some"
    />
  </ul>
);

const Entry = ({
  of,
  text,
}: {
  readonly of: Pick<Standing, 'action' | 'reach' | 'denied'>;
  readonly text: string;
}) => (
  <li>
    <svg width={markerSize} height={markerSize + 4} aria-hidden="true">
      <Marker of={of} x={0} y={markerSize / 2} />
    </svg>
    {text}
  </li>
);

const actions: readonly (readonly [TreeAction, string])[] = [
  ['publish', 'publish'],
  ['subscribe', 'subscribe'],
  ['receive', 'receive directly'],
];

const reaches: readonly (readonly [Reach, string])[] = [
  ['everyone', 'everyone'],
  ['group', 'groups'],
  ['user', 'single users'],
  ['denied', 'denied'],
  ['nobody', 'nobody'],
];
