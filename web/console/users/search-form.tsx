import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { addressOf } from '../addresses.ts';
import { nameOfKey, type SearchKey, searchKeys, type UserSearch } from './user-search.ts';

/** What is looked for goes into the address; a user ID leads to its page at once. */
export const SearchForm = ({ search }: { readonly search: UserSearch | undefined }) => {
  const { route } = useLocation();
  const [key, setKey] = useState<SearchKey | 'userId'>(search?.key ?? 'email');
  const [text, setText] = useState(search?.text ?? '');

  const submit = (event: Event) => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted === '') route(addressOf.users());
    else route(key === 'userId' ? addressOf.user(wanted) : addressOf.users({ [key]: wanted }));
  };

  return (
    <search>
      <form class="card row" onSubmit={submit}>
        <label>
          Find by
          <select
            value={key}
            onChange={({ currentTarget }) =>
              setKey(searchKeys.find((each) => each === currentTarget.value) ?? 'userId')
            }
          >
            {searchKeys.map((each) => (
              <option key={each} value={each}>
                {nameOfKey[each]}
              </option>
            ))}
            <option value="userId">User ID</option>
          </select>
        </label>
        <label class="search-text">
          {key === 'userId' ? 'User ID' : nameOfKey[key]}
          <input
            type="search"
            value={text}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          Find
        </button>
        {search && (
          <a class="button" href={addressOf.users()}>
            Show all
          </a>
        )}
      </form>
    </search>
  );
};
