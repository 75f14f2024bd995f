import type { PublishResponse } from 'node-opcua-client';
import { type NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { sessionEnded } from './link-error.ts';
import type { UaLink } from './ua-link.ts';

export type NotificationMessage = PublishResponse['notificationMessage'];

/** One subscription of a session. */
export interface PublishListener {
  notify(message: NotificationMessage): void;
  /** Nothing comes any more for any subscription of the session. */
  ended(error: NexusError): void;
}

/** Requests that wait at the server besides one for each subscription: an answer under way leaves none without. */
const SPARE = 2;

/**
 * Keeps requests at the server that it answers when it has something to say, for all subscriptions of a session, and
 * confirms what came. The library has one of its own that goes on over connections; ours ends with the link.
 */
export class PublishLoop {
  readonly #link: UaLink;
  readonly #listeners = new Map<number, PublishListener>();
  #waiting = 0;
  #most = Number.POSITIVE_INFINITY;
  #confirm: { readonly subscriptionId: number; readonly sequenceNumber: number }[] = [];

  constructor(link: UaLink) {
    this.#link = link;
  }

  add(subscriptionId: number, listener: PublishListener): void {
    this.#listeners.set(subscriptionId, listener);
    this.#fill();
  }

  remove(subscriptionId: number): void {
    this.#listeners.delete(subscriptionId);
    this.#confirm = this.#confirm.filter((each) => each.subscriptionId !== subscriptionId);
  }

  /** A message came in another way, and need not be kept there. */
  confirm(subscriptionId: number, sequenceNumber: number): void {
    this.#confirm.push({ subscriptionId, sequenceNumber });
  }

  #fill(): void {
    const wanted = this.#listeners.size === 0 ? 0 : Math.min(this.#listeners.size + SPARE, this.#most);
    while (this.#waiting < wanted && !this.#link.lost) this.#ask();
  }

  #ask(): void {
    const { PublishRequest, PublishResponse: Answer } = this.#link.library.client;
    const request = new PublishRequest({ subscriptionAcknowledgements: this.#confirm });
    this.#confirm = [];
    this.#waiting++;
    this.#link.request(request, Answer).then(
      (answer) => this.#take(answer),
      (cause: unknown) => this.#refused(toNexusError(cause)),
    );
  }

  #take({ subscriptionId, notificationMessage }: PublishResponse): void {
    this.#waiting--;
    // One that was just deleted may have said a last word.
    const listener = this.#listeners.get(subscriptionId);
    const hasNews = (notificationMessage.notificationData?.length ?? 0) > 0;
    if (hasNews) this.#confirm.push({ subscriptionId, sequenceNumber: notificationMessage.sequenceNumber });
    this.#fill();
    listener?.notify(notificationMessage);
  }

  #refused(error: NexusError): void {
    this.#waiting--;
    const status = error.code === 'NX_DRIVER_REJECTED' ? String(error.context['status']) : undefined;
    if (status === 'BadTooManyPublishRequests') this.#most = Math.max(1, this.#waiting);
    // Some servers end requests that they kept for long.
    const goesOn = status === 'BadTooManyPublishRequests' ? this.#waiting > 0 : status === 'BadTimeout';
    if (goesOn) return this.#fill();
    if (this.#listeners.size === 0) return;
    const reason = status === undefined ? error : sessionEnded(this.#link.peer, status);
    const listeners = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const listener of listeners) listener.ended(reason);
  }
}
