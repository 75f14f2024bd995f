import { compileFilter, type Filter, type FilterShape } from '../../../src-shared/domain/compile-filter.ts';
import { type Exchange, type ExchangeState, stateOf } from './exchanges.ts';

const is =
  (state: ExchangeState) =>
  (exchange: Exchange): boolean =>
    stateOf(exchange) === state;

/** What a field of a frame says, by the name that the protocol gives it: of the request, or of what came alone. */
const saidOf = ({ request, reply }: Exchange, name: string): string =>
  (request ?? reply)?.fields.find((field) => field.name.toLowerCase() === name)?.value ?? '';

const numberOf = (text: string): number | undefined => {
  const number = /^(?:0x[\da-f]+|\d+)/i.exec(text)?.[0];
  return number === undefined ? undefined : Number(number);
};

/** What a filter may ask of a request with its reply: `fc==3 && rtt>100ms`, `refused`. */
export const EXCHANGE_SHAPE: FilterShape<Exchange> = {
  fields: [
    {
      id: 'took',
      also: ['rtt'],
      doc: 'Time from the request to its reply',
      kind: 'duration',
      read: ({ reply }) => (typeof reply?.tookUs === 'number' ? reply.tookUs / 1_000 : undefined),
    },
    {
      id: 'fc',
      doc: 'Function code',
      kind: 'number',
      read: (exchange) => numberOf(saidOf(exchange, 'function')),
    },
    { id: 'unit', doc: 'Unit', kind: 'number', read: (exchange) => numberOf(saidOf(exchange, 'unit')) },
    { id: 'request', doc: 'The line of the request', kind: 'text', read: ({ request }) => request?.line ?? '' },
    { id: 'reply', doc: 'The line of the reply', kind: 'text', read: ({ reply }) => reply?.line ?? '' },
    {
      id: 'is',
      doc: 'How it ended',
      kind: 'state',
      states: {
        answered: is('answered'),
        refused: is('refused'),
        unanswered: is('unanswered'),
        waiting: is('waiting'),
        alone: is('alone'),
      },
      isBare: true,
    },
  ],
  text: ({ request, reply }) => `${request?.line ?? ''} ${reply?.line ?? ''}`.toLowerCase(),
};

export const exchangeFilter = (typed: string): Filter<Exchange> => compileFilter(EXCHANGE_SHAPE, typed);
