//! EC08: entries that a client can distinguish.

use super::Example::{Catalog, Entry};
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

    /// An alias is another code than that of its entry.
    REDUNDANT_ALIAS = "EC0802" "redundant-alias" Warning,
        why: "`aliases` lists codes that clients recognize and servers never send, for example those of earlier versions. An alias that is the code of its own entry, a second time in the list, or of an entry without a code has no effect.",
        wrong: Entry(r#""code": "ACCESS_DENIED", "aliases": ["ACCESS_DENIED"]"#),
        right: Entry(r#""code": "ACCESS_DENIED", "aliases": ["ACCESS DENIED"]"#);
}
