import type { ErrorInfo } from './error-info.ts';

/** Why an outage drill did not begin. */
export const DRILL_ERROR_CODES = {
  NX_DRILL_BUSY: {
    summary: 'Something runs that an outage drill would disturb, or that would disturb it.',
    nextStep: 'Wait for its end, or end it, and start the drill again.',
    retryable: true,
    http: 409,
  },
  NX_DRILL_NO_ROOM: {
    summary: 'The log could not hold what would have to wait during the drill.',
    nextStep: 'Choose a shorter cut, raise buffer.budget, or let the backlog drain first.',
    retryable: true,
    http: 409,
  },
  NX_DRILL_NO_TARGET: {
    summary: 'What is to be cut has no connection that could be cut, or is switched off.',
    nextStep: 'Choose another target; the message names the reason.',
    retryable: false,
    http: 400,
  },
  NX_DRILL_CONFIRM: {
    summary: 'The drill cuts a real device, and its name was not confirmed.',
    nextStep: 'Type the id of each real device that is to be cut.',
    retryable: false,
    http: 400,
  },
} as const satisfies Readonly<Record<`NX_${string}`, ErrorInfo>>;
