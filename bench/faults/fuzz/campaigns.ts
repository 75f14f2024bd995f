import type { Campaign } from '../campaign.ts';
import { DEVICE_CAMPAIGNS } from './device-campaigns.ts';
import { DECODER_CAMPAIGNS } from './files/decoder-campaigns.ts';
import { HTTP_CAMPAIGN } from './http/http-campaign.ts';
import { SOCKET_CAMPAIGN } from './http/socket-campaign.ts';
import { MQTT_CAMPAIGNS } from './mqtt/mqtt-campaign.ts';

export const FUZZ_CAMPAIGNS: readonly Campaign[] = [
  ...DEVICE_CAMPAIGNS,
  ...DECODER_CAMPAIGNS,
  ...MQTT_CAMPAIGNS,
  HTTP_CAMPAIGN,
  SOCKET_CAMPAIGN,
];
