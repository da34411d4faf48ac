// The topics of the stack on which messages may be retained: the role says them, so they must be exact there.
import { type Result, refuse } from './result.ts';
import { parseTopicFilter, type TopicFilter } from './topic-filter.ts';
import type { TopicFilterFault } from './topic-filter-fault.ts';
import { levelText } from './topic-filter-variable.ts';

export type RetainedTopicFault =
  | TopicFilterFault
  | {
      readonly code: 'wildcard-not-expressible' | 'variable-not-in-role';
      readonly level: string;
      /** Which level it is, counted from 1. */
      readonly position: number;
      readonly detail: string;
    };

/** A topic filter of texts, `${identityId}` and a final `#`: what an IAM policy can say exactly. */
export const parseRetainedTopic = (text: string): Result<TopicFilter, RetainedTopicFault> => {
  const filter = parseTopicFilter(text);
  if (!filter.ok) return filter;
  for (const [index, level] of filter.value.levels.entries()) {
    const at = { level: levelText(level), position: index + 1 };
    if (level.kind === 'single') {
      const detail = `Level ${at.position} ("+") cannot be said exactly by a policy: write the levels one by one, or "#".`;
      return refuse({ code: 'wildcard-not-expressible', ...at, detail });
    }
    if (level.kind === 'variable' && level.variable !== 'identityId') {
      const detail = `Level ${at.position} ("${at.level}") does not resolve in the role: \${identityId} alone does.`;
      return refuse({ code: 'variable-not-in-role', ...at, detail });
    }
  }
  return filter;
};
