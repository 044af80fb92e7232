//! The parser: RFC 8259, in one pass over the text.
//!
//! It is written for a build without optimisation, as macros have: loops over indexes and a table instead of iterators and closures, and
//! each byte is looked at once. In such a build it takes a fraction of the instructions of `serde_json`, which every user's first build
//! had to compile besides.

use std::borrow::Cow;

use super::{MAX_DEPTH, Member, Node, Value};
use crate::hash::{Table, hash};
use crate::problem::Problem;
use crate::rules;
use crate::source::Spanned;

/// What makes a text no JSON.
pub(super) struct SyntaxError {
    /// What is wrong, or was expected.
    pub(super) message: &'static str,
    /// The first byte that is wrong; the last one of a text that ends too early.
    pub(super) at: usize,
}

type Parsed<T> = Result<T, SyntaxError>;

pub(super) struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Objects and arrays that are not closed yet, outermost first.
    open: Vec<Container<'a>>,
    too_deep: bool,
    /// What is wrong with JSON that is JSON.
    pub(super) problems: Vec<Problem>,
}

/// An object or array that is not closed yet.
struct Container<'a> {
    start: usize,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Array(Vec<Node<'a>>),
    /// Its members, and the name of the one whose value comes next: nothing if that is no Unicode text.
    Object(Vec<Member<'a>>, Option<Spanned<Cow<'a, str>>>),
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            open: Vec::new(),
            too_deep: false,
            problems: Vec::new(),
        }
    }

    /// The value that is the whole text.
    pub(super) fn document(&mut self) -> Parsed<Node<'a>> {
        let root = self.root()?;
        self.skip_space();
        if self.at < self.bytes.len() {
            return Err(self.unexpected("trailing characters"));
        }
        Ok(root)
    }

    fn root(&mut self) -> Parsed<Node<'a>> {
        loop {
            // A value begins here.
            let Some(mut node) = self.begin()? else {
                continue;
            };
            // A value has ended here: what is around it goes on, or ends too.
            loop {
                let Some(around) = self.open.last_mut() else {
                    return Ok(node);
                };
                let is_object = around.add(node);
                self.skip_space();
                match (self.peek(), is_object) {
                    (b',', true) => {
                        self.at += 1;
                        self.name()?;
                        break;
                    }
                    (b',', false) => {
                        self.at += 1;
                        break;
                    }
                    (b'}', true) | (b']', false) => node = self.close(),
                    (_, true) => return Err(self.or_end("expected `,` or `}`", "the file ends inside an object")),
                    (_, false) => return Err(self.or_end("expected `,` or `]`", "the file ends inside an array")),
                }
            }
        }
    }

    /// A value without parts, or nothing and what begins here is open.
    fn begin(&mut self) -> Parsed<Option<Node<'a>>> {
        self.skip_space();
        let start = self.at;
        let value = match self.peek() {
            b'"' => self.string()?.map_or(Value::Unreadable, Value::String),
            b'{' => return self.open(b'}', Kind::Object(Vec::new(), None)),
            b'[' => return self.open(b']', Kind::Array(Vec::new())),
            b't' => self.word("true", Value::Bool(true))?,
            b'f' => self.word("false", Value::Bool(false))?,
            b'n' => self.word("null", Value::Null)?,
            b'-' | b'0'..=b'9' => self.number()?,
            _ => return Err(self.or_end("expected value", "the file ends where a value should stand")),
        };
        Ok(Some(self.node(start, value)))
    }

    fn open(&mut self, end: u8, kind: Kind<'a>) -> Parsed<Option<Node<'a>>> {
        let is_object = matches!(kind, Kind::Object(..));
        let start = self.at;
        self.at += 1;
        self.skip_space();
        if self.peek() == end {
            self.at += 1;
            return Ok(Some(self.node(start, kind.value())));
        }
        self.is_too_deep(start);
        self.open.push(Container { start, kind });
        if is_object {
            self.name()?;
        } else if self.at == self.bytes.len() {
            return Err(self.unexpected("the file ends inside an array"));
        }
        Ok(None)
    }

    /// Ends the innermost container.
    fn close(&mut self) -> Node<'a> {
        self.at += 1;
        let Some(mut container) = self.open.pop() else {
            return self.node(self.at, Value::Unreadable);
        };
        if let Kind::Object(members, _) = &mut container.kind {
            self.unique(members);
        }
        self.node(container.start, container.kind.value())
    }

    /// A value that began at `start` and ends here.
    fn node(&mut self, start: usize, value: Value<'a>) -> Node<'a> {
        let too_deep = self.is_too_deep(start);
        Node {
            span: start..self.at,
            value: if too_deep { Value::Unreadable } else { value },
        }
    }

    /// Whether the value that begins at `start` stands too deep to be looked at, which is reported once.
    fn is_too_deep(&mut self, start: usize) -> bool {
        let deep = self.open.len() > MAX_DEPTH;
        if deep && !self.too_deep {
            self.too_deep = true;
            let message = format!("more than {MAX_DEPTH} arrays and objects stand in each other");
            let problem = Problem::new(&rules::TOO_DEEP, start..start + 1, message);
            self.problems.push(problem);
        }
        deep
    }

    /// The name of a member, with its colon.
    fn name(&mut self) -> Parsed<()> {
        self.skip_space();
        let start = self.at;
        if self.peek() != b'"' {
            return Err(self.or_end(
                "the name of a member has to be a string",
                "the file ends inside an object",
            ));
        }
        let name = self.string()?;
        let span = start..self.at;
        self.skip_space();
        if self.peek() != b':' {
            return Err(self.or_end("expected `:`", "the file ends inside an object"));
        }
        self.at += 1;
        if let Some(container) = self.open.last_mut()
            && let Kind::Object(_, next) = &mut container.kind
        {
            *next = name.map(|name| Spanned::new(name, span));
        }
        Ok(())
    }

    /// Takes out members whose name stands there before.
    fn unique(&mut self, members: &mut Vec<Member<'a>>) {
        let twins = if members.len() <= FEW {
            few_twins(members)
        } else {
            many_twins(members)
        };
        for (first, second) in twins.into_iter().rev() {
            let Member { name, .. } = members.remove(second);
            let message = format!("the member `{}` stands twice in this object", name.value);
            let problem = Problem::new(&rules::DUPLICATE, name.span, message).label("remove or rename one of them");
            let first = members[first].name.span.clone();
            self.problems.push(problem.related(first, "first defined here"));
        }
    }

    /// A string; nothing if it is no Unicode text, which is reported.
    fn string(&mut self) -> Parsed<Option<Cow<'a, str>>> {
        let quote = self.at;
        self.at += 1;
        let mut escaped = false;
        loop {
            let (bytes, mut at) = (self.bytes, self.at);
            while at < bytes.len() && !STOPS[bytes[at] as usize] {
                at += 1;
            }
            self.at = at;
            match self.peek() {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    self.escape()?;
                }
                _ => {
                    let message = "a control character stands in a string; it has to be an escape";
                    return Err(self.or_end(message, "the file ends inside a string"));
                }
            }
        }
        let text = self.text.get(quote + 1..self.at).unwrap_or_default();
        self.at += 1;
        if !escaped {
            return Ok(Some(Cow::Borrowed(text)));
        }
        match super::escape::resolve(text) {
            Ok(text) => Ok(Some(Cow::Owned(text))),
            Err(reason) => {
                let message = format!("this string is no Unicode text: {reason}");
                let problem = Problem::new(&rules::ENCODING, quote..self.at, message);
                self.problems.push(problem);
                Ok(None)
            }
        }
    }

    /// Passes over an escape.
    fn escape(&mut self) -> Parsed<()> {
        self.at += 1;
        match self.peek() {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
            b'u' => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.peek().is_ascii_hexdigit() {
                        return Err(self.or_end("invalid escape", "the file ends inside a string"));
                    }
                    self.at += 1;
                }
            }
            _ => return Err(self.or_end("invalid escape", "the file ends inside a string")),
        }
        Ok(())
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Parsed<Value<'a>> {
        for byte in word.bytes() {
            if self.peek() != byte {
                return Err(self.or_end(
                    "expected `true`, `false` or `null`",
                    "the file ends where a value should stand",
                ));
            }
            self.at += 1;
        }
        Ok(value)
    }

    fn number(&mut self) -> Parsed<Value<'a>> {
        let start = self.at;
        if self.peek() == b'-' {
            self.at += 1;
        }
        if self.peek() == b'0' {
            self.at += 1;
            if self.peek().is_ascii_digit() {
                return Err(self.unexpected("invalid number"));
            }
        } else {
            self.digits()?;
        }
        if self.peek() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Value::Number(self.text.get(start..self.at).unwrap_or_default()))
    }

    fn digits(&mut self) -> Parsed<()> {
        if !self.peek().is_ascii_digit() {
            return Err(self.unexpected("invalid number"));
        }
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        Ok(())
    }

    fn skip_space(&mut self) {
        while self.at < self.bytes.len() && matches!(self.bytes[self.at], b' ' | b'\n' | b'\t' | b'\r') {
            self.at += 1;
        }
    }

    /// The next byte; at the end of the text 0, which stands nowhere in JSON.
    fn peek(&self) -> u8 {
        if self.at < self.bytes.len() {
            self.bytes[self.at]
        } else {
            0
        }
    }

    fn unexpected(&self, message: &'static str) -> SyntaxError {
        let is_end = self.at == self.bytes.len() && !self.text.ends_with('\n');
        SyntaxError {
            message,
            at: if is_end { self.at.saturating_sub(1) } else { self.at },
        }
    }

    /// One message for a byte that is wrong, another for the end of the text.
    fn or_end(&self, message: &'static str, end: &'static str) -> SyntaxError {
        self.unexpected(if self.at < self.bytes.len() { message } else { end })
    }
}

impl<'a> Kind<'a> {
    fn value(self) -> Value<'a> {
        match self {
            Self::Array(elements) => Value::Array(elements),
            Self::Object(members, _) => Value::Object(members),
        }
    }
}

impl<'a> Container<'a> {
    /// Adds a member or an element; says whether it is an object.
    fn add(&mut self, value: Node<'a>) -> bool {
        match &mut self.kind {
            Kind::Array(elements) => {
                elements.push(value);
                false
            }
            Kind::Object(members, name) => {
                if let Some(name) = name.take() {
                    members.push(Member { name, value });
                }
                true
            }
        }
    }
}

/// Up to so many names are compared with each other, which is cheaper than to hash them.
const FEW: usize = 16;

/// Where members stand whose name stands there before, behind where it does.
fn few_twins(members: &[Member<'_>]) -> Vec<(usize, usize)> {
    let mut twins = Vec::new();
    let mut second = 1;
    while second < members.len() {
        let name: &str = &members[second].name.value;
        let mut first = 0;
        while first < second {
            let other: &str = &members[first].name.value;
            if other.len() == name.len() && other == name {
                twins.push((first, second));
                break;
            }
            first += 1;
        }
        second += 1;
    }
    twins
}

/// The same of many.
fn many_twins(members: &[Member<'_>]) -> Vec<(usize, usize)> {
    let mut twins = Vec::new();
    let mut known = Table::default();
    for (position, member) in members.iter().enumerate() {
        let name: &str = &member.name.value;
        let hash = hash(name.as_bytes());
        match known.find(hash, |first| members[first].name.value == name) {
            Some(first) => twins.push((first, position)),
            None => known.add(hash, position),
        }
    }
    twins
}

/// What ends a run of characters that stand for themselves in a string.
static STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        stops[byte] = true;
        byte += 1;
    }
    stops[b'"' as usize] = true;
    stops[b'\\' as usize] = true;
    stops
};
