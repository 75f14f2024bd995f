import type { Campaign } from '../../campaign.ts';
import { decoderCampaign } from './decoder-campaign.ts';

/** Decoders fed with what nobody sound sends. */
export const DECODER_CAMPAIGNS: readonly Campaign[] = [
  decoderCampaign('payloads', 'fuzz-payloads', 'All that is read out of an MQTT message, fed with what nobody sends'),
  decoderCampaign('languages', 'fuzz-languages', 'Filters, expressions and the files of a project, spoilt'),
  decoderCampaign('tag files', 'fuzz-tag-files', 'Tag files of every format, spoilt'),
  decoderCampaign(
    'sealed',
    'fuzz-sealed',
    'Packages, audit lines, log segments, backups and files of history, altered',
  ),
];
