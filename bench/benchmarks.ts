import { audit } from './audit/audit.ts';
import type { Benchmark } from './benchmark.ts';
import { calculatedTags } from './calculated/calculated.ts';
import { check } from './check/check.ts';
import { commands } from './commands/commands.ts';
import { deploy } from './deploy/deploy.ts';
import { history } from './history/history.ts';
import { hostile } from './hostile/hostile.ts';
import { ingestRemote } from './ingest/ingest.ts';
import { killLoop } from './kill-loop/kill-loop.ts';
import { modbusCpu } from './modbus/modbus-cpu.ts';
import { opcuaCpu } from './opcua/opcua-cpu.ts';
import { outage } from './outage/outage.ts';
import { p1000 } from './p1000/p1000.ts';
import { pipeline } from './pipeline/pipeline.ts';
import { processing } from './processing/processing.ts';
import { publish } from './publish/publish.ts';
import { ready } from './ready/ready.ts';
import { s7Cpu } from './s7/s7-cpu.ts';
import { soak } from './soak/soak.ts';
import { sparkplug } from './sparkplug/sparkplug.ts';
import { timescale } from './timescale/timescale.ts';
import { vanish } from './vanish/vanish.ts';

/** In the order in which they run. */
export const BENCHMARKS: readonly Benchmark[] = [
  modbusCpu,
  s7Cpu,
  opcuaCpu,
  pipeline,
  processing,
  calculatedTags,
  p1000,
  vanish,
  hostile,
  ready,
  check,
  publish,
  outage,
  sparkplug,
  ingestRemote,
  commands,
  audit,
  deploy,
  history,
  timescale,
  killLoop,
  soak,
];
