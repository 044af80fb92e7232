/** A limit for the retries of all requests of a client. */

import type { Decision } from "./decide.js";

/** The tokens that one retry takes. A success without a retry gives back one. */
const RETRY = 5;

/**
 * A limit for the retries of all requests of a client: a token bucket.
 *
 * While a service is down, every request of every client would be sent several times. With a quota, each retry takes five tokens; a success gives
 * back one, or all five if it was a retry. Once the bucket is empty, requests are sent once, until enough of them succeed.
 */
export class Quota {
  readonly #capacity: number;
  #tokens: number;

  /** Creates a full bucket with tokens for this number of retries. */
  constructor(retries: number = 100) {
    this.#capacity = retries * RETRY;
    this.#tokens = this.#capacity;
  }

  /** Takes the tokens of one retry; returns whether there were enough. */
  take(): boolean {
    const isEnough = this.#tokens >= RETRY;
    this.#tokens -= isEnough ? RETRY : 0;
    return isEnough;
  }

  /** Takes the tokens of a decision for a retry. Without enough of them, the decision is `never`. */
  limit(decision: Decision): Decision {
    const isRetry = decision.class === "immediate" || decision.class === "after" || decision.class === "backoff";
    return isRetry && !this.take() ? { class: "never", why: "quota" } : decision;
  }

  /** Gives back the tokens of a success. */
  succeeded(afterRetry: boolean): void {
    this.#tokens = Math.min(this.#tokens + (afterRetry ? RETRY : 1), this.#capacity);
  }
}
