//! The values of a body that no other method returns.

use alloc::string::String;
use alloc::vec::Vec;

use error_layout::decoding::leaf_flag;
use error_runtime::__compiled::translations;
use error_runtime::AsEntry;

use super::decoded::{BodyKind, Decoded};
use super::pattern::{self, Fit};
use super::places::{self, Place, Places};
use super::shape::Shape;
use super::text::{Digits, Part};
use super::way::Context;
use super::{json, xml};

impl<C: AsEntry> Decoded<'_, C> {
    /// The place of a member, or of an element or attribute of XML.
    fn place_of(&self, known: Places, around: Place, name: &str) -> Option<Place> {
        let is_xml = self.kind() == BodyKind::Xml;
        let attribute = || known.attribute(around, name).filter(|_| is_xml);
        // An element of an array in problem details has the place of the array.
        let item = || Some(around).filter(|_| is_xml && name == "i");
        known.child(around, name).or_else(attribute).or_else(item)
    }

    /// The members of the body that were not read, each with its path and text.
    ///
    /// The path is a JSON Pointer (RFC 6901), in XML with the names of elements and attributes. A value that another method returns is left out, and so is
    /// one that the template of an identified entry has at its place. Of a large body, the first 8,192 values are listed.
    ///
    /// ```
    /// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
    /// # use api::Clinic;
    /// use error_client::{Decode, ReceivedResponse};
    ///
    /// let body = br#"{ "code": "NEW", "message": "Too new", "help": ["call", "write"] }"#;
    /// let decoded = Clinic::decode(ReceivedResponse::new(400, &[], body));
    /// let unread = decoded.unread();
    /// assert_eq!(unread[1], ("/help/1".to_owned(), "write".to_owned()));
    /// ```
    #[doc(alias("raw", "extensions", "rest"))]
    pub fn unread(&self) -> Vec<(String, String)> {
        let tree = match self.kind() {
            BodyKind::Json => json::tree(self.text()),
            BodyKind::Xml => xml::tree(self.text()),
            _ => return Vec::new(),
        };
        let read = self.read_texts();
        let known = Places::of(self.data);
        let status = Digits::new(self.received().status());
        let entries = || {
            self.issues
                .iter()
                .flat_map(|issue| issue.entries.as_slice())
                .map(|entry| entry.as_entry())
                .flat_map(|entry| core::iter::once(entry).chain(translations(entry)))
        };
        let is_written = |pointer: &str, value: &str| {
            let names = pointer
                .split('/')
                .skip(1)
                .filter(|name| !name.bytes().all(|byte| byte.is_ascii_digit()));
            // The places around the value; the last one is its own, if it has one.
            let mut around: Vec<Option<Place>> = Vec::new();
            around.push(Some(places::BODY));
            let (mut outer, mut own, mut value_name) = (None, Some(places::BODY), "");
            for name in names {
                // The extensions of a value are inside of it in XML, and beside it in JSON.
                let beside = || known.child(known.extensions(outer?, value_name)?, name);
                let place = own.and_then(|place| self.place_of(known, place, name));
                let place = place.or_else(|| beside().filter(|_| self.kind() == BodyKind::Xml));
                (outer, own, value_name) = (own, place, name);
                around.push(own);
            }
            entries().any(|entry| {
                let context = Context::new(entry, self.received().status(), status.as_str());
                let shape = Shape::of(self.data, entry.response());
                let mut leaves = shape.into_iter().flat_map(|shape| shape.leaves(Some(entry)));
                leaves.any(|leaf| {
                    if leaf.has(leaf_flag::JSON) {
                        // It reads everything inside of an object or an array.
                        return around.contains(&Some(leaf.place));
                    }
                    let program = leaf.program.filter(|_| Some(leaf.place) == own);
                    program.is_some_and(|program| {
                        pattern::fit(context, program.get(), Some(value), &mut |_| {}) != Fit::No
                    })
                })
            })
        };
        let mut unread = Vec::new();
        tree.values(&mut |pointer, value| {
            let is_type = pointer.ends_with("/resourceType") && value == "OperationOutcome";
            if !is_type && !read.contains(&value) && !is_written(pointer, value) {
                unread.push((pointer.into(), value.into()));
            }
        });
        unread
    }

    /// All texts of the body that other methods return.
    fn read_texts(&self) -> Vec<&str> {
        let mut parts: Vec<Part> = Vec::new();
        parts.extend([self.request_id, self.id, self.instance].into_iter().flatten());
        for issue in &self.issues {
            let texts = [issue.severity, issue.issue_type, issue.text, issue.diagnostics];
            parts.extend(texts.into_iter().flatten());
            let codings = issue.codings.as_slice().iter();
            parts.extend(
                codings
                    .flat_map(|coding| [coding.code, coding.system, coding.display])
                    .flatten(),
            );
            parts.extend(issue.expressions.iter().chain(&issue.locations));
            parts.extend(issue.parameters.iter().map(|(_, part)| *part));
        }
        parts.into_iter().map(|part| self.part(part)).collect()
    }
}
