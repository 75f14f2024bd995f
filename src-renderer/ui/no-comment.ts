/** Why nothing is deployed or rolled back without a comment. */
export const NO_COMMENT = 'Write one line about why. It appears in the audit log.';
