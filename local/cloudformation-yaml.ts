// CloudFormation's short forms in YAML (`!Ref x`) as the long ones (`{ Ref: x }`).
import { type CollectionTag, parse, type ScalarTag } from 'yaml';

export const parseCloudFormation = (text: string): unknown => parse(text, { customTags });

const longName = (name: string) => (name === 'Ref' ? name : `Fn::${name}`);

const scalars: readonly ScalarTag[] = ['Ref', 'Sub'].map((name) => ({
  tag: `!${name}`,
  resolve: (text: string) => ({ [longName(name)]: text }),
}));

const attribute: ScalarTag = {
  tag: '!GetAtt',
  resolve: (text: string) => {
    const [resource, ...path] = text.split('.');
    return { 'Fn::GetAtt': [resource, path.join('.')] };
  },
};

const lists: readonly CollectionTag[] = ['Equals', 'Join', 'Select'].map((name) => ({
  tag: `!${name}`,
  collection: 'seq',
  resolve: (list) => ({ [longName(name)]: list.toJSON() }),
}));

const customTags = [...scalars, attribute, ...lists];
