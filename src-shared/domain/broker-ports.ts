/** The port that MQTT clients look for first. */
export const USUAL_BROKER_PORT = 1883;

/** Ports of the embedded broker in the order of choice. @param chosen `mqtt.embedded_port`, which stands for itself. */
export function brokerPorts(chosen: number | undefined): readonly number[] {
  return chosen === undefined ? Array.from({ length: 10 }, (_, n) => USUAL_BROKER_PORT + n) : [chosen];
}
