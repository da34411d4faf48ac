// Metrics by way of the log: CloudWatch reads them out of lines in its embedded metric format (CloudWatch user guide,
// "Specification: Embedded metric format"). No call, no permission, no waiting.
import { type Meter, type Metric, namespace, units } from '../provisioning/meter.ts';

export type Metrics = Meter & {
  /** Writes down what was added since the last time, if there is anything. */
  readonly write: () => void;
};

/** "A metric target can have up to 100 values." */
const longestList = 100;

export const metricsOf = ({
  stage,
  clock = Date.now,
  // Past the console, which puts the time and more before a line: "no additional data at the beginning or end".
  writeLine = (line) => process.stdout.write(`${line}\n`),
}: {
  /** The one dimension. */
  readonly stage: string;
  readonly clock?: () => number;
  readonly writeLine?: (line: string) => void;
}): Metrics => {
  const added = new Map<Metric, number[]>();
  return {
    add: (metric, value) => {
      const values = added.get(metric) ?? [];
      added.set(metric, units[metric] === 'Count' ? [(values[0] ?? 0) + value] : [...values, value]);
    },
    write: () => {
      const longest = Math.max(0, ...[...added.values()].map(({ length }) => length));
      for (let from = 0; from < longest; from += longestList) {
        const part = [...added].flatMap(([metric, values]) => {
          const some = values.slice(from, from + longestList);
          return some.length > 0 ? [[metric, some] as const] : [];
        });
        writeLine(JSON.stringify(document(part, stage, clock())));
      }
      added.clear();
    },
  };
};

const document = (
  measured: readonly (readonly [Metric, readonly number[]])[],
  stage: string,
  timestamp: number,
) => ({
  _aws: {
    Timestamp: timestamp,
    CloudWatchMetrics: [
      {
        Namespace: namespace,
        Dimensions: [['stage']],
        Metrics: measured.map(([Name]) => ({ Name, Unit: units[Name] })),
      },
    ],
  },
  stage,
  ...Object.fromEntries(
    measured.map(([metric, values]) => [metric, units[metric] === 'Count' ? values[0] : values]),
  ),
});
