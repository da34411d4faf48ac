import type { Placed } from './tree-layout.ts';
import type { TreeSeen } from './tree-seen.ts';

/** A button in the picture that shows more of what is below its parent. */
export const PlacedMore = ({
  of: { item, x, y, width },
  seen,
}: {
  readonly of: Placed;
  readonly seen: TreeSeen;
}) => {
  const { node, label } = item;
  const open = () => seen.onMore(node.path, item.kind === 'more' ? item.shown : 0);
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button.
    <g
      class="place more"
      role="button"
      tabindex={0}
      aria-label={`${label} below ${node.path || 'the root'}: show`}
      onClick={open}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        open();
      }}
    >
      <rect x={x} y={y - 12} width={width} height={24} rx={4} />
      <text x={x + 8} y={y} dy="0.35em">
        {label}
      </text>
    </g>
  );
};
