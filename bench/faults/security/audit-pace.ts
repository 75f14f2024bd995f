import { audit } from '../../audit/audit.ts';
import type { Campaign, CampaignOutcome, CampaignRun } from '../campaign.ts';

const ROW = 37;

/** Entries of the audit trail as fast as refused calls may come. */
export const auditPace: Campaign = {
  name: 'audit-pace',
  title: audit.title,
  rows: [ROW],
  deadlineS: { 2: 180 },
  besideOthers: false,
  missing: audit.missing,
  async run({ say }: CampaignRun): Promise<CampaignOutcome> {
    const { figures, work } = await audit.run({ size: 'short', minutes: undefined, say });
    return { evidence: figures.map((figure) => ({ row: ROW, ...figure })), work };
  },
};
