// `/_local/…` of the control plane: what tests and the curious ask the stand-ins themselves.
import * as z from 'zod/mini';
import type { CallDesk } from './answer-call.ts';
import { Fault } from './faults.ts';
import { parseJsonObject } from './read-body.ts';

export type LocalAnswer = { readonly status: number; readonly body: unknown };

export const localRoute = (desk: CallDesk, route: string, text: string): LocalAnswer => {
  switch (route) {
    case 'GET /_local/calls':
      return { status: 200, body: desk.calls.list() };
    case 'DELETE /_local/calls':
      desk.calls.clear();
      return { status: 200, body: [] };
    case 'GET /_local/faults':
      return { status: 200, body: desk.faults.list() };
    case 'DELETE /_local/faults':
      desk.faults.clear();
      return { status: 200, body: [] };
    case 'POST /_local/faults':
      return addFault(desk, text);
    default:
      return { status: 404, body: { message: `Nothing at ${route}` } };
  }
};

const addFault = (desk: CallDesk, text: string): LocalAnswer => {
  const fault = Fault.safeParse(parseJsonObject(text));
  if (!fault.success) return { status: 400, body: { message: z.prettifyError(fault.error) } };
  desk.faults.add(fault.data);
  return { status: 200, body: desk.faults.list() };
};
