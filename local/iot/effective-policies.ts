// Policies as the broker sees them: a new default version, an attach or a detach spreads for a while
// before it is effective (AWS IoT: 6–8 minutes), so the broker reads the state of that long ago.
import type { PolicyDocument } from '../../src/domain/policy-document.ts';
import { createTimeline, type Timeline } from './timeline.ts';

export type EffectivePolicies = {
  /** What a deleted policy said does not matter: it is attached to nothing. */
  readonly documentChanged: (policyName: string, document: PolicyDocument, now: number) => void;
  readonly attachmentsChanged: (target: string, policyNames: readonly string[], now: number) => void;
  readonly of: (target: string, now: number) => readonly NamedPolicy[];
};

type NamedPolicy = { readonly name: string; readonly document: PolicyDocument };

export const createEffectivePolicies = (propagationSeconds: number): EffectivePolicies => {
  const documents = new Map<string, Timeline<PolicyDocument>>();
  const attachments = new Map<string, Timeline<readonly string[]>>();
  return {
    documentChanged: (name, document, now) => timelineOf(documents, name).set(document, now),
    attachmentsChanged: (target, names, now) => timelineOf(attachments, target).set(names, now),
    of: (target, now) => {
      const moment = now - propagationSeconds * 1000;
      const names = attachments.get(target)?.at(moment) ?? [];
      return names.flatMap((name) => {
        const document = documents.get(name)?.at(moment);
        return document === undefined ? [] : [{ name, document }];
      });
    },
  };
};

const timelineOf = <Value>(timelines: Map<string, Timeline<Value>>, key: string): Timeline<Value> => {
  const known = timelines.get(key) ?? createTimeline<Value>();
  timelines.set(key, known);
  return known;
};
