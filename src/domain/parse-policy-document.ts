// A policy's text from outside – AWS, or whoever wrote a policy by hand – as a document, or not one at all.
import type { PolicyDocument, PolicyStatement } from './policy-document.ts';

/** Undefined for what is no JSON, has another shape, or says more than `PolicyStatement` can. */
export const parsePolicyDocument = (text: string): PolicyDocument | undefined => {
  const value = parseJson(text);
  return isDocument(value) ? value : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isDocument = (value: unknown): value is PolicyDocument => {
  if (!isRecord(value)) return false;
  const { Version, Statement, Id, ...others } = value;
  return (
    Version === '2012-10-17' && Array.isArray(Statement) && Statement.every(isStatement) && isEmpty(others)
  );
};

const isStatement = (value: unknown): value is PolicyStatement => {
  if (!isRecord(value)) return false;
  const { Sid, Effect, Action, Resource, NotResource, Condition = {}, ...others } = value;
  return (
    (Effect === 'Allow' || Effect === 'Deny') &&
    isTexts(Action) &&
    [Resource, NotResource].every((texts) => texts === undefined || isTexts(texts)) &&
    isCondition(Condition) &&
    isEmpty(others)
  );
};

const isCondition = (value: unknown): boolean =>
  isRecord(value) &&
  Object.values(value).every((keys) => isRecord(keys) && Object.values(keys).every(isTexts));

const isTexts = (value: unknown): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (record: object): boolean => Object.keys(record).length === 0;
