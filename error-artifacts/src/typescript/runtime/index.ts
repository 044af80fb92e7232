/** What the module of a catalog and its users need. */

export { Catalog } from "./catalog.js";
export { DEFAULT_BUDGET, adviceWith, decideFaultWith, decideWith, delayWithJitter, isIdempotent } from "./decide.js";
export type { Advice, Attempt, Budget, Decision, NeverReason, RequestFault } from "./decide.js";
export { decodeWith } from "./decode.js";
export type { BodyKind, Decoded, Drift, Issue, IssueFacts, KnownError, Note } from "./decoded.js";
export type { Coding } from "./issue.js";
export { Quota } from "./quota.js";
export { receive } from "./received.js";
export type { BodyEnd, FetchResponse, ReceivedHeaders, ReceivedResponse } from "./received.js";
export { actionWith, decisionText, logLine, userMessageWith } from "./report.js";
export type { RetryAfter } from "./retry_after.js";
export type { RetryClass, Severity, Table, Texts } from "./table.js";
export { unreadWith } from "./unread.js";
export type { Unread } from "./unread.js";
