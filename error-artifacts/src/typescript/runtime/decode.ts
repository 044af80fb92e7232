/** Reads a response: its format, its issues and its ids. */

import { isCompressed, decodeBytes } from "./bytes.js";
import { role, usual } from "./catalog.js";
import type { Catalog, Entry, Response } from "./catalog.js";
import { challengeError, hasChallenges } from "./challenge.js";
import { decodedOf } from "./decoded.js";
import type { BodyKind, Decoded, Note } from "./decoded.js";
import type { Document } from "./document.js";
import { findOutcomes, mayHaveInner } from "./embedded.js";
import { values } from "./evidence.js";
import { faultOfCode } from "./fault.js";
import { findForm } from "./form.js";
import { foreignFaults, foreignRetryAfter } from "./foreign.js";
import { batchElements, isErrorInBand, reportsError } from "./in_band.js";
import { completeCode, completeIssue, readIssue, unknownIssue } from "./issue.js";
import type { IssueData } from "./issue.js";
import { jsonTree, parseJson } from "./json.js";
import { pageText } from "./page.js";
import { argument } from "./pattern.js";
import { Received } from "./received.js";
import type { ReceivedResponse } from "./received.js";
import { redirectError } from "./redirect.js";
import { askedDelay, parseRetryAfter } from "./retry_after.js";
import type { RetryAfter } from "./retry_after.js";
import { Focus, MAX_ISSUES, Subject, firstOf } from "./subject.js";
import { essence, isSame, lower, trim, trimStart, typeParameter } from "./text.js";
import { isXml, parseXml } from "./xml.js";
import { xmlTree } from "./xml_tree.js";

/** Decodes a response into its issues, each with its entry of the catalog. It never fails, and reads at most 4 MiB of the body. */
export function decodeWith(catalog: Catalog, response: ReceivedResponse): Decoded {
  return decodedOf(catalog, new Reading(catalog, new Received(response)));
}

/** Headers that name the error of cloud services. The first two are those of the REST services of AWS and Azure. */
const ERROR_HEADERS = ["x-amzn-errortype", "x-ms-error-code", "www-authenticate", "proxy-authenticate"];

/** A response while it is read. */
export class Reading {
  readonly received: Received;
  readonly text: string;
  kind: BodyKind = "empty";
  readonly notes: Set<Note> = new Set();
  isOutcome = false;
  inBand = false;
  response: Response | undefined;
  issues: IssueData[] = [];
  requestId: string | undefined;
  id: string | undefined;
  instance: string | undefined;
  retryAfter: RetryAfter | undefined;
  readonly #catalog: Catalog;
  readonly #type: string;

  constructor(catalog: Catalog, received: Received) {
    this.#catalog = catalog;
    this.received = received;
    const type = received.header("content-type") ?? "";
    this.#type = essence(type);
    const compressed = isCompressed(received.body, received.header("content-encoding"));
    const read = decodeBytes(compressed ? new Uint8Array() : received.body, typeParameter(type, "charset"));
    this.text = read.text;
    const { end } = received;
    this.#note("characters", read.damaged);
    this.#note("too-large", read.cut);
    this.#note("encoding", end === "encoding");
    this.#note("truncated", read.truncated || end === "broken" || end === "time-limit");
    this.#note("compressed", compressed);
    // A body that cannot be read is not an empty one.
    this.#understand(compressed ? received.withoutBody() : received);
    if (compressed) {
      this.kind = "text";
    }
  }

  #note(note: Note, holds: boolean): void {
    if (holds) {
      this.notes.add(note);
    }
  }

  /** Parses the text of the body and reads its issues and ids. */
  #understand(received: Received): void {
    const document = this.#document();
    if (document) {
      this.#note("truncated", document.stop === "end");
      this.#note("malformed", document.sloppy || document.stop === "syntax");
      this.#note("too-large", document.tooDeep || document.stop === "full");
      this.#note("duplicates", document.duplicates);
    }
    if (this.kind === "json" && trimStart(this.text).startsWith("[") && this.#catalog.hasInBand) {
      this.#readBatch(received);
      if (this.issues.length > 0) {
        return;
      }
    }
    const subject = this.#subject(received, document);
    this.isOutcome = subject.isOutcome;
    this.#readAll(subject);
    if (this.issues.length === 0) {
      this.#read(new Focus(subject));
    }
    this.inBand = received.status < 400 && reportsError(subject, this.issues);
    this.#readRedirect(received);
    if (document) {
      this.#readEmbedded(received, document);
      if (!this.isOutcome) {
        this.#complete(document);
      }
    }
    this.#completeByHeaders(received);
    const whole = this.issues.length === 1 ? [this.text, ...received.headers.map(([, value]) => value)] : [];
    this.issues.forEach((issue) => completeCode(issue, whole));
  }

  #subject(received: Received, document: Document | undefined): Subject {
    const subject = new Subject(this.#catalog, received, this.text, this.#type, document);
    findForm(subject);
    return subject;
  }

  /** Reads all issues of a subject. */
  #readAll(subject: Subject): void {
    this.#note("too-large", subject.tooMany);
    for (const issue of subject.issues()) {
      if (this.issues.length >= MAX_ISSUES) {
        this.#note("too-large", true);
        return;
      }
      this.#read(new Focus(subject, issue));
    }
  }

  /** Reads an issue and, with the first one, the ids of the whole response. */
  #read(focus: Focus): void {
    const isFirst = this.issues.length === 0;
    const issue = readIssue(focus);
    if (!focus.subject.document) {
      const text = this.kind === "html" ? pageText(this.text) : trim(this.text);
      issue.text = text === "" && this.kind !== "html" ? undefined : text;
    }
    this.issues.push(issue);
    if (isFirst) {
      this.#findResponse(focus);
      this.#findIds(focus);
    }
    this.#note("too-large", focus.subject.document?.isExhausted ?? false);
  }

  /** Parses the body if it is JSON or XML, and sets its kind. */
  #document(): Document | undefined {
    const type = lower(this.#type);
    const text = trimStart(this.text);
    const [first] = text;
    let document: Document | undefined;
    if (first === undefined) {
      this.kind = "empty";
    } else if (first === "{" || first === "[") {
      this.kind = "json";
      document = parseJson(this.#catalog, this.text);
    } else if (first === "<") {
      this.kind = isXml(this.text) ? "xml" : "html";
      document = this.kind === "xml" ? parseXml(this.#catalog, this.text) : undefined;
    } else if (type.includes("html")) {
      this.kind = "html";
    } else {
      this.kind = "text";
      // A bare string or number counts as JSON only where the header names it; a string also without a header.
      if (type.includes("json") || (first === '"' && type === "")) {
        const parsed = parseJson(this.#catalog, this.text);
        document = parsed.stop === undefined ? parsed : undefined;
        this.kind = document ? "json" : "text";
      }
    }
    const isText = type.includes("text/") && !type.includes("html") && !type.includes("xml");
    const agrees = type === "" || this.kind === "empty" || (this.kind === "text" ? isText : type.includes(this.kind));
    this.#note("media-type", !agrees && !this.#declares());
    // XML without an element has no nodes; JSON has begun with its first character.
    return document && (!document.xml || document.nodes.length > 0) ? document : undefined;
  }

  /** Whether a response of the catalog has the media type and this kind of body: some APIs send JSON as `text/javascript`. */
  #declares(): boolean {
    return this.#catalog.responses.some(({ type, format }) => {
      const kinds = format === "text" ? ["text", "html"] : [format === "xml" ? "xml" : "json"];
      return type !== "" && isSame(essence(type), this.#type) && kinds.includes(this.kind);
    });
  }

  #findResponse(focus: Focus): void {
    const { subject } = focus;
    const entries = this.issues[0]?.entries ?? [];
    // Without a body, nothing tells the responses of several entries apart.
    const isUnclear = entries.length > 1 && subject.hasNoBody;
    this.response = isUnclear ? undefined : (entries[0]?.response ?? focus.bestResponse());
    this.#note("foreign", this.response === undefined && !subject.hasNoBody);
  }

  #findIds(focus: Focus): void {
    const { subject } = focus;
    const whole = new Focus(subject);
    // The body can have it too where the template repeats it for each error.
    const requestId = focus.text(focus.byRole(role.requestId) ?? whole.byRole(role.requestId));
    this.requestId = requestId === "" ? undefined : requestId;
    const outcome = subject.isOutcome ? whole.usualValue(usual.id) : undefined;
    this.id = focus.text(outcome ?? focus.byRole(role.id));
    this.instance = focus.text(focus.byRole(role.instance));
    const seconds = focus.text(focus.byRole(role.retryAfter)) ?? this.#delayInText(focus);
    const asked = askedDelay(subject.received, seconds);
    this.retryAfter = asked.longest;
    this.#note("retry-after", asked.unreadable);
  }

  /** Whether a body with an entry can have a delay that its template does not have. */
  #mayAskForDelay(text: string): boolean {
    const mayWait = [429, 503].includes(this.received.status) || this.#entryThatMayWait() !== undefined;
    return this.retryAfter === undefined && mayWait && /retry/i.test(text);
  }

  /** Returns the entry of the first issue, its only one, if it can be sent again. */
  #entryThatMayWait(): Entry | undefined {
    const [entry, ...others] = this.issues[0]?.entries ?? [];
    const mayWait = entry !== undefined && ["after", "backoff", "immediate"].includes(entry.retry);
    return mayWait && others.length === 0 ? entry : undefined;
  }

  /** Returns the delay in a text of the first issue's entry, such as `Try again in {retry_after} seconds.` */
  #delayInText(focus: Focus): string | undefined {
    const entry = this.#entryThatMayWait();
    if (!entry || focus.subject.received.header("retry-after") !== undefined) {
      return undefined;
    }
    let found: string | undefined;
    values(focus, entry, (one, value) => {
      found = one === argument.retryAfter ? value : found;
    });
    return found;
  }

  /** Reads the errors among the elements of a body that is a list of responses. */
  #readBatch(received: Received): void {
    for (const [start, end] of batchElements(this.text)) {
      if (this.issues.length >= MAX_ISSUES) {
        this.#note("too-large", true);
        break;
      }
      const subject = this.#subject(received, parseJson(this.#catalog, this.text, start, end));
      const before = this.issues.length;
      const notes = [...this.notes];
      this.#readAll(subject);
      if (this.issues.length === before) {
        this.#read(new Focus(subject));
      }
      if (reportsError(subject, this.issues.slice(before))) {
        this.inBand = true;
      } else {
        this.issues.length = before;
        this.notes.clear();
        notes.forEach((note) => this.notes.add(note));
      }
    }
    if (this.issues.length === 0) {
      [this.response, this.requestId, this.id, this.instance] = [undefined, undefined, undefined, undefined];
    }
  }

  /** Reads the error in the `Location` of a redirect, where errors are in band. */
  #readRedirect(received: Received): void {
    const [issue] = this.issues;
    const location = received.header("location");
    if (!issue || this.issues.length > 1 || Math.floor(received.status / 100) !== 3 || !this.#catalog.hasInBand || location === undefined) {
      return;
    }
    const error = redirectError(this.#catalog, location);
    if (error) {
      completeIssue(issue, { ...faultOfCode(error[0]), text: error[1] }, "");
      this.inBand = issue.entries.length === 0 || issue.entries.some(isErrorInBand);
    }
  }

  /** Reads each OperationOutcome inside another body, or inside an OperationOutcome. */
  #readEmbedded(received: Received, whole: Document): void {
    const { text, xml } = whole;
    const isKnown = this.issues.some(({ entries }) => entries.length > 0);
    if (this.isOutcome ? !mayHaveInner(whole) : isKnown) {
      return;
    }
    const wasOutcome = this.isOutcome;
    for (const outcome of findOutcomes(text, xml).filter(({ inner }) => inner || !wasOutcome)) {
      const { start, end, status } = outcome;
      const document = xml ? parseXml(this.#catalog, text, start, end) : parseJson(this.#catalog, text, start, end);
      this.#note("duplicates", document.duplicates);
      const subject = this.#subject(status === undefined ? received : received.withStatus(status), document);
      if (subject.count > 0 && !this.isOutcome) {
        // The issue of the body around it had no entry.
        this.issues.length = 0;
        this.isOutcome = true;
        this.notes.delete("foreign");
      }
      const before = this.issues.length;
      this.#readAll(subject);
      const added = this.issues.slice(before);
      this.inBand ||= received.status < 400 && reportsError(subject, added);
      added.forEach((issue) => (issue.status = status));
    }
  }

  /** Reads the errors of a body that has no entry of the catalog, and the delay that any body asks for. */
  #complete(document: Document): void {
    const isKnown = this.issues.some(({ entries }) => entries.length > 0);
    // A FHIR resource has codes and texts, but no errors.
    if ((isKnown && !this.#mayAskForDelay(document.text)) || this.#isResource(document)) {
      return;
    }
    const tree = document.xml ? xmlTree(document.text) : jsonTree(this.#catalog, document.text);
    this.#note("duplicates", !isKnown && !document.xml && tree.hasDuplicates);
    const delay = this.retryAfter === undefined ? foreignRetryAfter(tree) : undefined;
    if (delay !== undefined) {
      this.retryAfter = parseRetryAfter(delay);
      this.#note("retry-after", this.retryAfter === undefined);
    }
    if (isKnown) {
      return;
    }
    const status = String(this.received.status);
    const all = foreignFaults(tree, status);
    this.#note("too-large", tree.isFull || all.length > MAX_ISSUES);
    const faults = all.slice(0, MAX_ISSUES);
    const { issues, response } = this;
    if ((issues.length === 1 && faults.length === 1) || (issues.length === faults.length && response !== undefined)) {
      faults.forEach((fault, at) => {
        const issue = issues[at];
        if (!issue) {
          return;
        }
        // The texts that were read are those around the only element of a list.
        const isInner = fault.inner && fault.at !== issue.offset;
        if ((response === undefined || isInner) && fault.text !== undefined) {
          issue.text = undefined;
        }
        if (isInner) {
          issue.codings = [];
          issue.offset = fault.at;
        }
        completeIssue(issue, fault, status);
      });
    } else if (faults.length > 0 && (response === undefined || issues.length < faults.length)) {
      this.issues = faults.map((fault) => {
        const issue = unknownIssue(fault.at);
        completeIssue(issue, fault, status);
        return issue;
      });
    }
  }

  /** Whether the body is a FHIR resource in JSON or XML. */
  #isResource(document: Document): boolean {
    const type = document.first(document.all, this.#catalog.usual(0, usual.resourceType));
    return type !== undefined && (!document.xml || /"http:\/\/hl7\.org\/fhir"|'http:\/\/hl7\.org\/fhir'/.test(document.text));
  }

  /** Reads the error that a header names, in a response that has no entry of the catalog and no code. */
  #completeByHeaders(received: Received): void {
    const [issue] = this.issues;
    if (!issue || this.issues.length > 1 || this.isOutcome || issue.entries.length > 0) {
      return;
    }
    const found = firstOf(received.headers, ([name, value]): readonly [code: string, description: string | undefined] | undefined => {
      if (!ERROR_HEADERS.some((known) => isSame(known, name))) {
        return undefined;
      }
      return hasChallenges(name) ? challengeError(received) : [trim(value).split(":", 1)[0] ?? "", undefined];
    });
    if (found) {
      const [code, description] = found;
      const place = issue.text === undefined ? "text" : "diagnostics";
      completeIssue(issue, { ...faultOfCode(code), [place]: description }, String(received.status));
    }
  }
}
