/** A received response and the request that it belongs to. */

import { MAX_BYTES, encode } from "./bytes.js";
import { isDigits, isSame, splitOnce, trim } from "./text.js";

/** How the body of a response ended. */
export type BodyEnd = "complete" | "broken" | "time-limit" | "encoding";

/** Headers: an object of names and values, or pairs of them, such as the `Headers` of `fetch`. */
export type ReceivedHeaders = Iterable<readonly [name: string, value: string]> | { readonly [name: string]: string | readonly string[] | undefined };

/** A response of any HTTP library, with the method and URL of its request. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers?: ReceivedHeaders;
  /** The body, as text or as bytes. */
  readonly body?: string | Uint8Array;
  /** The method of the request. */
  readonly method?: string;
  /** The URL of the request, or its path. */
  readonly url?: string;
  /** How the body ended, if that is known. */
  readonly end?: BodyEnd;
}

/** The parts of a `Response` of `fetch` that {@link receive} reads. */
export interface FetchResponse {
  readonly status: number;
  readonly url: string;
  readonly headers: Iterable<readonly [name: string, value: string]>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * Reads the body of a response of `fetch`, with the method of its request. A body that breaks off is an empty, broken one.
 *
 * A request without a method counts as one that must not be sent twice.
 */
export async function receive(response: FetchResponse, method?: string, url: string = response.url): Promise<ReceivedResponse> {
  const head = { status: response.status, headers: [...response.headers], url, ...(method === undefined ? {} : { method }) };
  try {
    return { ...head, body: new Uint8Array(await response.arrayBuffer()) };
  } catch {
    return { ...head, end: "broken" };
  }
}

/** A response with all defaults. */
export class Received {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly method: string | undefined;
  /** The path of the URL of the request. */
  readonly path: string | undefined;
  readonly #end: BodyEnd;

  constructor({ status, headers, body, method, url, end }: ReceivedResponse) {
    this.status = status;
    this.headers = pairs(headers ?? []);
    this.body = typeof body === "string" ? encode(body) : (body ?? new Uint8Array());
    this.method = method === "" ? undefined : method;
    this.path = url === undefined || url === "" ? undefined : pathOf(url);
    this.#end = end ?? "complete";
  }

  /** The same response with another status: that of an entry of a Bundle. */
  withStatus(status: number): Received {
    const { headers, body, method, path } = this;
    return new Received({ status, headers, body, end: this.#end, ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { url: path }) });
  }

  /** The same response with a body that cannot be read. */
  withoutBody(): Received {
    const { status, headers, body, method, path } = this;
    return new Received({ status, headers, body, end: "encoding", ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { url: path }) });
  }

  /** How the body ended: as set, or `broken` if it is shorter than `Content-Length`, or `encoding` if it is empty in spite of a coding. */
  get end(): BodyEnd {
    if (this.#end !== "complete" || this.method === "HEAD") {
      return this.#end;
    }
    const coding = this.header("content-encoding");
    const isPlain = coding === undefined || coding === "" || isSame(coding, "identity");
    const length = this.contentLength;
    if (length !== undefined && isPlain && this.body.length <= MAX_BYTES && length > BigInt(this.body.length)) {
      return "broken";
    }
    // No coding has an empty stream, so nothing of the body was received.
    return this.body.length === 0 && length !== 0n && !isPlain ? "encoding" : "complete";
  }

  /** The value of `Content-Length`; a list of equal values is one value. */
  get contentLength(): bigint | undefined {
    const parse = (text: string): bigint | undefined => {
      const digits = text.startsWith("+") ? text.slice(1) : text;
      const length = digits !== "" && isDigits(digits) ? BigInt(digits) : undefined;
      return length !== undefined && length < 1n << 64n ? length : undefined;
    };
    const [first, ...others] = this.all("content-length").flatMap((value) => value.split(",").map(trim));
    const length = first !== undefined && isDigits(first) ? parse(first) : undefined;
    return others.every((other) => parse(other) === length) ? length : undefined;
  }

  /** Whether the response has no body because of its method (RFC 9110, section 9.3.2). */
  get isHead(): boolean {
    return this.body.length === 0 && this.method === "HEAD";
  }

  /** The value of the first header with this name. */
  header(name: string): string | undefined {
    const found = this.headers.find(([known]) => isSame(known, name));
    return found && trim(found[1]);
  }

  /** The values of all headers with this name. */
  all(name: string): string[] {
    return this.headers.filter(([known]) => isSame(known, name)).map(([, value]) => trim(value));
  }
}

function pairs(headers: ReceivedHeaders): (readonly [name: string, value: string])[] {
  if (isPairs(headers)) {
    return [...headers];
  }
  return Object.entries(headers).flatMap(([name, value]) => {
    const values = value === undefined ? [] : typeof value === "string" ? [value] : value;
    return values.map((one) => [name, one] as const);
  });
}

function isPairs(headers: ReceivedHeaders): headers is Iterable<readonly [name: string, value: string]> {
  return Symbol.iterator in headers;
}

/** The path of a URL without its query (RFC 3986, section 3). */
export function pathOf(url: string): string {
  const plain = url.split(/[?#]/, 1)[0] ?? "";
  const parts = splitOnce(plain, "://");
  if (!parts || parts[0].includes("/")) {
    return plain;
  }
  const at = parts[1].indexOf("/");
  return at < 0 ? "/" : parts[1].slice(at);
}
