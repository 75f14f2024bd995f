import type { Campaign } from '../campaign.ts';
import { DEVICE_CAMPAIGNS } from './device-campaigns.ts';
import { DECODER_CAMPAIGNS } from './files/decoder-campaigns.ts';
import { MQTT_CAMPAIGNS } from './mqtt/mqtt-campaign.ts';

export const FUZZ_CAMPAIGNS: readonly Campaign[] = [...DEVICE_CAMPAIGNS, ...DECODER_CAMPAIGNS, ...MQTT_CAMPAIGNS];
