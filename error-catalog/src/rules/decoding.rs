//! EC08: entries that a client can distinguish.

use super::Example::Catalog;
use super::rules;

rules! {
    /// Every two entries differ on the wire.
    INDISTINGUISHABLE = "EC0801" "indistinguishable" Warning,
        why: "A client that receives one of two identical responses cannot identify its entry. Give one entry a different code, status, issue type, fixed text, method or endpoint.",
        wrong: Catalog(r#""responses": { "default": { "format": "json", "body": { "code": "{code}" } } },
"errors": { "EXPIRED": { "code": "AUTH", "status": 403, "title": "Expired" },
  "REVOKED": { "code": "AUTH", "status": 403, "title": "Revoked" } }"#),
        right: Catalog(r#""responses": { "default": { "format": "json", "body": { "code": "{code}" } } },
"errors": { "EXPIRED": { "status": 403, "title": "Expired" },
  "REVOKED": { "status": 403, "title": "Revoked" } }"#);
}
