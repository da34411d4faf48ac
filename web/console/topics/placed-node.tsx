// One place of the picture: its level, and who may use it; a link, by pointer and by keyboard.
import { useLocation } from 'preact-iso';
import { Marker } from './marker.tsx';
import { type Standing, standingWords } from './standing.ts';
import { markerSpace, type Placed } from './tree-layout.ts';
import { addressOfPlace, type TreeQuestion } from './tree-question.ts';

export const PlacedNode = ({
  of: { item, x, y, width },
  markers,
  question,
}: {
  readonly of: Placed;
  readonly markers: readonly Standing[];
  readonly question: TreeQuestion;
}) => {
  const { route } = useLocation();
  const { path, kind } = item.node;
  const words = [path, ...markers.map(standingWords)].join('; ');
  const href = addressOfPlace(path, question);
  return (
    <a
      class={`place ${kind}`}
      href={href}
      aria-label={words}
      onClick={(event: MouseEvent) => {
        // The router sees HTML links alone; what is to open elsewhere is the browser's.
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        route(href);
      }}
    >
      <title>{words}</title>
      <rect x={x} y={y - 12} width={width} height={24} rx={kind === 'text' ? 4 : 12} />
      <text x={x + 8} y={y} dy="0.35em">
        {item.label}
      </text>
      {markers.map((standing, index) => (
        <Marker key={standing.action} of={standing} x={x + width + 4 + index * markerSpace} y={y} />
      ))}
    </a>
  );
};
