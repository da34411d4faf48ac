// What every page of the console needs: the API, as whom, and where.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Api } from '../shared/api.ts';
import type { Settings } from '../shared/settings.ts';
import type { Account } from '../sign-in/account.ts';

export type ServiceContext = { readonly api: Api; readonly settings: Settings; readonly account: Account };

export const Service = createContext<ServiceContext | undefined>(undefined);

export const useService = (): ServiceContext => {
  const service = useContext(Service);
  if (!service) throw new Error('A page of the console stands inside <Service.Provider>.');
  return service;
};
