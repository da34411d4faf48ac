// Who may do one thing, in a sign: its shape says the action, its letter and colour say who.

import type { Reach, Standing, TreeAction } from './standing.ts';
import { markerSize } from './tree-layout.ts';

export const Marker = ({
  of: { action, reach, denied },
  x,
  y,
}: {
  readonly of: Pick<Standing, 'action' | 'reach' | 'denied'>;
  readonly x: number;
  /** Of its middle. */
  readonly y: number;
}) => (
  <g class={`marker ${reach}`} transform={`translate(${x} ${y - half})`}>
    <path class="shape" d={shapes[action]} />
    <text class="letter" x={half} y={half} dy="0.35em">
      {letters[reach]}
    </text>
    {denied.length > 0 && reach !== 'denied' && (
      <path class="some-denied" d={`M1 ${markerSize + 2}h${markerSize - 2}`} />
    )}
  </g>
);

const letters = {
  everyone: 'E',
  group: 'G',
  user: 'U',
  denied: '×',
  nobody: '–',
} as const satisfies Record<Reach, string>;

const half = markerSize / 2;
const low = markerSize - 1;

/** A square publishes, a circle subscribes, a diamond receives. */
const shapes = {
  publish: `M1 1H${low}V${low}H1Z`,
  subscribe: `M1 ${half}a${half - 1} ${half - 1} 0 1 1 ${markerSize - 2} 0a${half - 1} ${half - 1} 0 1 1 ${2 - markerSize} 0Z`,
  receive: `M${half} 0L${markerSize} ${half}L${half} ${markerSize}L0 ${half}Z`,
} as const satisfies Record<TreeAction, string>;
