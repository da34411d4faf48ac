// The topic filters of all grants as a tree: who may publish and subscribe where.

import { useMemo, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Failure } from '../../shared/failure.tsx';
import { useLoaded } from '../../shared/use-loaded.ts';
import { Page } from '../page.tsx';
import { useService } from '../service.ts';
import { allGrants, mostGrants } from './all-grants.ts';
import { faultsAt } from './faults-at.ts';
import { GrantsAt } from './grants-at.tsx';
import { TreeFilter } from './tree-filter.tsx';
import { treeQuestionIn } from './tree-question.ts';
import { TopicTree } from './tree-view.tsx';
import './topics.css';
import './tree.css';

export const TreePage = () => {
  const { api } = useService();
  const { query } = useLocation();
  const question = treeQuestionIn(query);
  const { subject, at } = question;
  const [count, setCount] = useState(0);
  const { value, error, reload, isLoading } = useLoaded(
    (signal) => allGrants(api, subject, setCount, signal),
    [subject],
  );
  const standing = useMemo(
    () => value?.grants.filter(({ status }) => status.state !== 'expired') ?? [],
    [value],
  );
  const faults = faultsAt(error, '/query/subject');

  return (
    <Page title="Topic tree">
      <p>The topic filters of all grants, level by level, and who may use them.</p>
      <TreeFilter asked={question} grants={standing} faults={faults} />
      {error !== undefined && faults === undefined && <Failure error={error} retry={reload} />}
      {isLoading && <p role="status">Loading … {count > 0 && `${count} grants so far`}</p>}
      {value?.isCutOff && (
        <p class="notice warning">
          There are more than {mostGrants} grants; the tree is of the first {value.grants.length}. Choose a
          subject to see all of its grants.
        </p>
      )}
      {value && (
        <>
          <TopicTree grants={standing} question={question} />
          {at !== undefined && <GrantsAt at={at} action={question.action} grants={standing} />}
        </>
      )}
    </Page>
  );
};
