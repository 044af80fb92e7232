//! EC08: what a client can tell apart.

use super::Example::Catalog;
use super::rules;

rules! {
    /// No two entries look the same on the wire.
    INDISTINGUISHABLE = "EC0801" "indistinguishable" Warning,
        why: "A client that receives one of them cannot know which, so it cannot act on what differs between them. Another code, status, issue type, fixed text, method or endpoint would tell them apart.",
        wrong: Catalog(r#""responses": { "default": { "format": "json", "body": { "code": "{code}" } } },
"errors": { "EXPIRED": { "code": "AUTH", "status": 403, "title": "Expired" },
  "REVOKED": { "code": "AUTH", "status": 403, "title": "Revoked" } }"#),
        right: Catalog(r#""responses": { "default": { "format": "json", "body": { "code": "{code}" } } },
"errors": { "EXPIRED": { "status": 403, "title": "Expired" },
  "REVOKED": { "status": 403, "title": "Revoked" } }"#);
}
