import type { PolicyDocument } from '../../src/domain/policy-document.ts';

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);

const kindOf: Readonly<Record<string, string>> = { 'iot:Subscribe': 'topicfilter', 'iot:Connect': 'client' };

/** What documents say, a line for each action and each resource of its kind: `Allow Publish topic/a`. */
export const said = (documents: readonly PolicyDocument[]): string[] =>
  documents
    .flatMap((document) => document.Statement)
    .flatMap((statement) =>
      listed(statement.Action).flatMap((action) =>
        listed(statement.Resource)
          .map((resource) => resource.split(':').slice(5).join(':'))
          .filter((name) => name.startsWith(`${kindOf[action] ?? 'topic'}/`))
          .map((name) => `${statement.Effect} ${action.slice(4)} ${name}`),
      ),
    )
    .sort();
