/** Calls that have a name of their own in the trail; of the others it is that of the contract. */
const ACTIONS: Readonly<Record<string, string>> = {
  'access.addUser': 'user.created',
  'access.changeUser': 'user.changed',
  'access.removeUser': 'user.removed',
  'access.setPassword': 'user.password_set',
  'access.changePassword': 'user.password_changed',
  'access.addKey': 'key.created',
  'access.revokeKey': 'key.revoked',
  'access.endSession': 'session.ended',
  'access.endMySession': 'session.ended',
  'access.lock': 'session.locked',
  'access.unlock': 'session.unlocked',
  'access.signOut': 'session.logout',
  'certificates.trust': 'certificate.trusted',
  'certificates.reject': 'certificate.refused',
  'certificates.remove': 'certificate.removed',
  'certificates.add': 'certificate.added',
  'certificates.renew': 'certificate.renewed',
  'settings.change': 'settings.changed',
  'sinks.drop': 'backlog.dropped',
  'history.quarantineDrop': 'quarantine.dropped',
  'audit.export': 'audit.exported',
  'audit.verify': 'audit.verify_asked',
  'audit.checkpoint': 'audit.checkpoint_asked',
  'exports.start': 'history.exported',
  'imports.start': 'history.imported',
};

/** What the trail calls an operation of the contract. */
export const callAction = (operation: string): string => ACTIONS[operation] ?? operation;
