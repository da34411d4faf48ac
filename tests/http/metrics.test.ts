import { describe, expect, it } from 'vitest';
import { metricsOf } from '../../src/http/metrics.ts';
import { units } from '../../src/provisioning/meter.ts';

const open = () => {
  const lines: string[] = [];
  const metrics = metricsOf({
    stage: 'dev',
    clock: () => 1_700_000_000_000,
    writeLine: (line) => lines.push(line),
  });
  return { ...metrics, written: () => lines.splice(0).map((line) => JSON.parse(line)) };
};

describe('metrics', () => {
  it('are a document in the embedded metric format', () => {
    const metrics = open();
    metrics.add('Registrations', 1);
    metrics.add('AttachCalls', 2);
    metrics.add('AttachCalls', 1);
    metrics.add('ApplyMilliseconds', 30);
    metrics.add('ApplyMilliseconds', 20);
    metrics.write();
    expect(metrics.written()).toEqual([
      {
        _aws: {
          Timestamp: 1_700_000_000_000,
          CloudWatchMetrics: [
            {
              Namespace: 'iot-attache',
              Dimensions: [['stage']],
              Metrics: [
                { Name: 'Registrations', Unit: 'Count' },
                { Name: 'AttachCalls', Unit: 'Count' },
                { Name: 'ApplyMilliseconds', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
        stage: 'dev',
        Registrations: 1,
        AttachCalls: 3,
        ApplyMilliseconds: [30, 20],
      },
    ]);
  });

  it('are written once, and not at all when there are none', () => {
    const metrics = open();
    metrics.write();
    metrics.add('Withheld', 0);
    metrics.write();
    metrics.write();
    expect(metrics.written()).toMatchObject([{ Withheld: 0 }]);
  });

  it('with more than 100 values take more than one line, and none is lost or told twice', () => {
    const metrics = open();
    metrics.add('Registrations', 5);
    for (let value = 0; value < 250; value++) metrics.add('ApplyMilliseconds', value);
    metrics.write();
    const lines = metrics.written();
    expect(lines.map(({ ApplyMilliseconds }) => ApplyMilliseconds.length)).toEqual([100, 100, 50]);
    expect(lines.flatMap(({ ApplyMilliseconds }) => ApplyMilliseconds)).toEqual(
      Array.from({ length: 250 }, (_, value) => value),
    );
    expect(lines.map(({ Registrations }) => Registrations)).toEqual([5, undefined, undefined]);
    for (const { _aws, ...rest } of lines)
      for (const { Name } of _aws.CloudWatchMetrics[0].Metrics) expect(rest).toHaveProperty(Name);
  });

  it('have the unit that their name says', () => {
    for (const [name, unit] of Object.entries(units))
      expect([name, unit]).toEqual([name, name.endsWith('Milliseconds') ? 'Milliseconds' : 'Count']);
  });
});
