// The tree drawn, in a box that scrolls by itself: everything in it is also in the list.
import { PlacedMore } from './placed-more.tsx';
import { PlacedNode } from './placed-node.tsx';
import type { Standing } from './standing.ts';
import { markerSpace, type Placed, treeLayout } from './tree-layout.ts';
import type { TreeSeen } from './tree-seen.ts';
import type { VisibleNode } from './visible-tree.ts';

export const TreePicture = ({ of, seen }: { readonly of: VisibleNode; readonly seen: TreeSeen }) => {
  const { width, height, placed } = treeLayout(of);
  const markers = new Map(placed.map((each) => [each, markersOf(each, seen)]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled by keyboard as well.
    <section class="picture" aria-label="Topic tree" tabIndex={0}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the box around it has its name, and each link in it its own. */}
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        {placed.map((each) =>
          each.parent ? (
            <path
              key={keyOf(each)}
              class="branch"
              d={branch(each.parent, markers.get(each.parent)?.length ?? 0, each)}
            />
          ) : (
            <circle key="root" class="root" cx={each.x} cy={each.y} r={4} />
          ),
        )}
        {placed.map((each) => {
          if (!each.parent) return null;
          if (each.item.kind === 'more') return <PlacedMore key={keyOf(each)} of={each} seen={seen} />;
          return (
            <PlacedNode
              key={keyOf(each)}
              of={each}
              markers={markers.get(each) ?? []}
              question={seen.question}
            />
          );
        })}
      </svg>
    </section>
  );
};

/** None where nobody is allowed or denied anything. */
const markersOf = ({ item, parent }: Placed, { standingsOf }: TreeSeen): readonly Standing[] => {
  if (!parent || item.kind === 'more') return [];
  const standings = standingsOf(item.node.path);
  return standings.some(({ reach }) => reach !== 'nobody') ? standings : [];
};

const keyOf = ({ item }: Placed): string => `${item.kind} ${item.node.path}`;

/** From behind the markers of the one to the label of the other. */
const branch = (from: Placed, markers: number, to: Placed): string => {
  const start = from.x + from.width + markers * markerSpace;
  const turn = to.x - 24;
  return `M${start} ${from.y}H${turn}C${turn + 12} ${from.y} ${turn + 12} ${to.y} ${to.x} ${to.y}`;
};
