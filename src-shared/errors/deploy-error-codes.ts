import type { ErrorInfo } from './error-info.ts';

/** Failures of deploys, at the workstation and at the gateway. */
export const DEPLOY_ERROR_CODES = {
  NX_DEPLOY_OFF: {
    summary: 'This gateway takes no deploys.',
    nextStep: 'Set deploy.accept in its nexus.yaml and start it again.',
    retryable: false,
    http: 409,
  },
  NX_DEPLOY_PAIRING: {
    summary: 'The pairing code is not the one that the gateway shows.',
    nextStep: 'Ask for a new code with “nexus-edge deploy pair” at the gateway.',
    retryable: false,
    http: 403,
  },
  NX_DEPLOY_KEY: {
    summary: 'The gateway and the workstation are not paired, or a signature is not of the key that was stored.',
    nextStep: 'Remove the target and pair with the gateway again.',
    retryable: false,
    http: 403,
  },
  NX_DEPLOY_STALE: {
    summary: 'A signed request was sent twice, is too old, or is of an earlier life of the gateway.',
    nextStep: 'Set both clocks, then try again.',
    retryable: true,
    http: 403,
  },
  NX_DEPLOY_PACKAGE: {
    summary: 'The package is damaged, or is not for this gateway.',
    nextStep: 'Make the package again. Nothing was changed.',
    retryable: false,
    http: 400,
  },
  NX_DEPLOY_OLD: {
    summary: 'The package is older than the last one that was deployed.',
    nextStep: 'Deploy the newer revision, or ask for a rollback in so many words.',
    retryable: false,
    http: 409,
  },
  NX_DEPLOY_MOVED: {
    summary: 'The configuration was changed at the gateway itself.',
    nextStep: 'Compare before you deploy.',
    retryable: false,
    http: 409,
  },
  NX_DEPLOY_SIMULATOR: {
    summary: 'A device points to a simulator.',
    nextStep: 'Set the real address or exclude the device.',
    retryable: false,
    http: 409,
  },
  NX_DEPLOY_CHECKS: {
    summary: 'The gateway is not ready for this configuration.',
    nextStep: 'Mend what the message names. Nothing was changed.',
    retryable: false,
    http: 409,
  },
  NX_DEPLOY_GATE: {
    summary: 'The health gate was not met.',
    nextStep: 'The gateway went back by itself. See which devices did not come back.',
    retryable: false,
    http: 409,
  },
  NX_DEPLOY_BUSY: {
    summary: 'A deploy runs there already.',
    nextStep: 'Wait until it has ended, or end it.',
    retryable: true,
    http: 409,
  },
  NX_DEPLOY_UNREACHABLE: {
    summary: 'The gateway does not answer.',
    nextStep: 'Check its address, that it runs, and that its certificate is the one that was stored.',
    retryable: true,
    http: 502,
  },
} as const satisfies Record<`NX_DEPLOY_${string}`, ErrorInfo>;
