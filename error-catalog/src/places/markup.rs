//! Scans HTML, XHTML and XML.
//!
//! The states are those of the tokenizer of HTML (<https://html.spec.whatwg.org/multipage/parsing.html#tokenization>), as far as placeholders make a difference.

use super::{PLACEHOLDER, literals, uri::component};
use crate::ast::place::{Place, Refusal};
use crate::ast::text::Piece;

/// The language of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Html,
    /// XML that browsers run scripts of and follow links in.
    Xhtml,
    Xml,
}

/// The state of the scanner.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// Directly behind a `<`.
    TagOpen,
    TagName,
    /// In a tag, outside of its names and values.
    BeforeAttribute,
    AttributeName,
    /// Behind a `=`.
    BeforeValue,
    Quoted(char),
    Unquoted,
    /// From `<!--` to `-->`.
    Comment,
    /// From `<![CDATA[` to `]]>`.
    CharacterData,
    /// From `<!` or `<?` to `>`.
    Declaration,
    /// The content of an element without markup in it, to its end tag.
    Raw,
}

/// Follows markup.
pub(super) struct Scanner {
    kind: Kind,
    /// The place of text and of quoted attributes.
    content: Place,
    state: State,
    /// The lowercase name of the tag, with a `/` before that of an end tag.
    tag: String,
    /// The open elements whose content is not text: scripts and styles in XML can have elements in them.
    special: Option<(String, usize)>,
    /// The lowercase name of the attribute.
    attribute: String,
    /// The text of the attribute's value, or of a comment, a declaration or raw text.
    value: String,
    /// The lowercase text of the tag, to its end in the constant text behind it.
    whole_tag: String,
    /// The escape in a script.
    escape: Escape,
    /// Whether the text ends inside of a character reference, as in `&am`.
    in_reference: bool,
}

/// The escapes in scripts of HTML, in which tags of scripts do not end the script.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    None,
    /// Behind `<!--`.
    Once,
    /// Behind `<!--` and `<script>`.
    Twice,
}

impl Scanner {
    pub(super) fn new(kind: Kind, content: Place) -> Self {
        Self {
            kind,
            content,
            state: State::Text,
            tag: String::new(),
            special: None,
            attribute: String::new(),
            value: String::new(),
            whole_tag: String::new(),
            escape: Escape::None,
            in_reference: false,
        }
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.value.clear();
        self.escape = Escape::None;
    }

    fn next(&mut self, c: char) {
        match self.state {
            State::Text if c == '<' => {
                self.tag.clear();
                self.enter(State::TagOpen);
            }
            State::Text => {}
            State::TagOpen => self.open(c),
            State::TagName => match c {
                '>' => self.close(),
                c if c.is_whitespace() => self.enter(State::BeforeAttribute),
                '/' => self.slash(),
                c => self.tag.extend(c.to_lowercase()),
            },
            State::BeforeAttribute => match c {
                '>' => self.close(),
                '/' => self.slash(),
                c if c.is_whitespace() => {}
                c => {
                    self.attribute.clear();
                    self.attribute.extend(c.to_lowercase());
                    self.enter(State::AttributeName);
                }
            },
            State::AttributeName => match c {
                '=' => self.enter(State::BeforeValue),
                '>' => self.close(),
                '/' => self.slash(),
                // The next character distinguishes `a = "b"` and `a b="c"`.
                c if c.is_whitespace() => self.value.push(' '),
                c => {
                    if !self.value.is_empty() {
                        self.attribute.clear();
                        self.enter(State::AttributeName);
                    }
                    self.attribute.extend(c.to_lowercase());
                }
            },
            State::BeforeValue => match c {
                '"' | '\'' => self.enter(State::Quoted(c)),
                '>' => self.close(),
                c if c.is_whitespace() => {}
                _ => self.enter(State::Unquoted),
            },
            State::Quoted(quote) if c == quote => self.enter(State::BeforeAttribute),
            State::Unquoted => match c {
                '>' => self.close(),
                c if c.is_whitespace() => self.enter(State::BeforeAttribute),
                _ => {}
            },
            State::Quoted(_) => self.value.push(c),
            State::Comment => self.until(c, &["-->", "--!>"]),
            State::CharacterData => self.until(c, &["]]>"]),
            State::Declaration => self.until(c, &[">"]),
            State::Raw => self.raw(c),
        }
    }

    /// The first character of a tag.
    fn open(&mut self, c: char) {
        match c {
            '!' | '?' if self.tag.is_empty() => self.enter(State::Declaration),
            '/' if self.tag.is_empty() => self.tag.push('/'),
            c if c.is_alphabetic() || matches!(c, '_' | ':') => {
                self.tag.extend(c.to_lowercase());
                self.enter(State::TagName);
            }
            // A bogus comment.
            _ if self.tag == "/" => self.enter(if c == '>' { State::Text } else { State::Declaration }),
            '<' => self.tag.clear(),
            _ => self.enter(State::Text),
        }
    }

    fn slash(&mut self) {
        self.enter(State::BeforeAttribute);
        self.value.push('/');
    }

    /// The `>` of a tag.
    fn close(&mut self) {
        let is_empty = self.kind != Kind::Html && self.state == State::BeforeAttribute && self.value.ends_with('/');
        let (name, is_end) = match self.tag.strip_prefix('/') {
            Some(name) => (name.to_owned(), true),
            None => (self.tag.clone(), false),
        };
        self.enter(State::Text);
        if let Some((special, depth)) = &mut self.special {
            if *special == name && !is_empty {
                *depth = if is_end { depth.saturating_sub(1) } else { *depth + 1 };
            }
            if *depth == 0 {
                self.special = None;
            }
        } else if !is_end && !is_empty && self.refusal_of(&name).is_some() {
            self.special = Some((name, 1));
            if self.kind == Kind::Html {
                self.enter(State::Raw);
            }
        } else if self.kind == Kind::Html && !is_end && RAW.contains(&name.as_str()) {
            self.special = Some((name, 1));
            self.enter(State::Raw);
        }
    }

    /// Why an element's content cannot have a value.
    fn refusal_of(&self, element: &str) -> Option<Refusal> {
        let local = element.rsplit_once(':').map_or(element, |(_, local)| local);
        match (self.kind, local) {
            (Kind::Html | Kind::Xhtml, "script") => Some(Refusal::Script),
            (Kind::Html | Kind::Xhtml, "style") => Some(Refusal::Style),
            _ => None,
        }
    }

    /// A character of a part that ends with one of some texts.
    fn until(&mut self, c: char, ends: &[&str]) {
        self.value.push(c);
        if self.state == State::Declaration {
            match self.value.as_str() {
                "--" => return self.enter(State::Comment),
                "[CDATA[" => return self.enter(State::CharacterData),
                _ => {}
            }
        }
        // `<!-->` and `<!--->` are whole comments in HTML.
        let is_short = self.state == State::Comment && self.kind == Kind::Html && matches!(&*self.value, ">" | "->");
        if is_short || ends.iter().any(|end| self.value.ends_with(end)) {
            self.enter(State::Text);
        }
    }

    fn raw(&mut self, c: char) {
        self.value.extend(c.to_lowercase());
        let Some((name, _)) = &self.special else {
            return self.enter(State::Text);
        };
        if self.value.ends_with("-->") {
            self.escape = Escape::None;
        } else if self.value.ends_with("<!--") && name == "script" && self.escape == Escape::None {
            self.escape = Escape::Once;
        }
        if !matches!(c, '>' | '/') && !c.is_whitespace() {
            return;
        }
        let before = self.value.get(..self.value.len() - c.len_utf8()).unwrap_or("");
        let Some(before) = before.strip_suffix(name.as_str()) else {
            return;
        };
        let is_end = before.ends_with("</");
        match self.escape {
            Escape::Twice if is_end => self.escape = Escape::Once,
            Escape::Once if before.ends_with('<') => self.escape = Escape::Twice,
            Escape::None | Escape::Once if is_end => {
                self.tag = format!("/{name}");
                self.enter(State::BeforeAttribute);
                if c == '>' {
                    self.close();
                }
            }
            _ => {}
        }
    }

    fn in_attribute(&self, rest: &[Piece]) -> Place {
        if self.kind == Kind::Xml {
            return self.content;
        }
        let name = self.attribute.as_str();
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        match local {
            "style" => return Place::Refused(Refusal::Style),
            "srcdoc" => return Place::Refused(Refusal::EmbeddedDocument),
            _ if local.starts_with("on") => return Place::Refused(Refusal::EventHandler),
            _ => {}
        }
        let url = match local {
            "content" => match self.refresh() {
                Some(Refresh::Url(url)) => url,
                Some(Refresh::Time) => return Place::Link,
                None => return self.content,
            },
            _ if URLS.contains(&local) => self.value.as_str(),
            _ => return self.content,
        };
        // Browsers strip spaces and control characters at the start.
        let url = url.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '\'' | '"'));
        match url.find([':', '/', '?', '#']) {
            None if url.is_empty() => Place::Link,
            None => Place::Refused(Refusal::Scheme),
            // A character reference can be a part of a scheme, as in `&#106;avascript:`.
            Some(at) if url.get(..at).is_some_and(|start| start.contains('&')) => Place::Refused(Refusal::Scheme),
            Some(at) if url.get(at..).is_some_and(|rest| rest.starts_with(':')) => {
                let scheme = url.get(..at).unwrap_or("");
                if is_safe_scheme(scheme) {
                    component(url, rest)
                } else {
                    Place::Refused(Refusal::ScriptUrl)
                }
            }
            Some(_) => component(url, rest),
        }
    }

    /// Returns the position in the value of `content` if it is that of a refresh, which has a time and a URL.
    ///
    /// See <https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps>: `url=` may be missing.
    fn refresh(&self) -> Option<Refresh<'_>> {
        let others = [
            "content-type",
            "content-security-policy",
            "content-language",
            "default-style",
            "x-ua-compatible",
        ];
        let is_refresh = self.tag == "meta"
            && self.whole_tag.contains("http-equiv")
            && !others.iter().any(|other| self.whole_tag.contains(other));
        if !is_refresh {
            return None;
        }
        let value = self.value.trim_start();
        let rest = value.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | PLACEHOLDER));
        if rest.is_empty() {
            return Some(Refresh::Time);
        }
        let rest = rest.trim_start();
        let rest = rest.strip_prefix([';', ',']).unwrap_or(rest).trim_start();
        let url = rest.get(..3).filter(|url| url.eq_ignore_ascii_case("url"));
        let named = url.and_then(|_| rest.get(3..)?.trim_start().strip_prefix('='));
        Some(Refresh::Url(named.unwrap_or(rest)))
    }
}

/// The position in the value of a refresh.
enum Refresh<'v> {
    Time,
    /// Behind the start of the URL.
    Url(&'v str),
}

/// The elements of HTML in which markup is text.
const RAW: [&str; 6] = ["title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// Whether browsers take the rest of a URL with this scheme for an address.
pub fn is_safe_scheme(scheme: &str) -> bool {
    let known = ["http", "https", "mailto", "tel", "ftp", "sms", "urn"];
    known.iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// The attributes of HTML and SVG whose values are URLs.
const URLS: [&str; 23] = [
    "href",
    "src",
    "action",
    "formaction",
    "cite",
    "data",
    "poster",
    "background",
    "manifest",
    "longdesc",
    "ping",
    "srcset",
    "imagesrcset",
    "codebase",
    "classid",
    "profile",
    "icon",
    "dynsrc",
    "lowsrc",
    "archive",
    "from",
    "to",
    "values",
];

/// Returns the constant text from inside a tag to its end, in lowercase.
fn to_end_of_tag(text: &str, rest: &[Piece]) -> String {
    let chars = std::iter::once(text).chain(literals(rest)).flat_map(str::chars);
    chars.take_while(|c| *c != '>').flat_map(char::to_lowercase).collect()
}

impl super::Scanner for Scanner {
    fn pass(&mut self, text: &str, rest: &[Piece]) {
        for (at, c) in text.char_indices() {
            let is_tag = self.state == State::TagName;
            self.in_reference = c == '&' || self.in_reference && (c == '#' || c.is_ascii_alphanumeric());
            self.next(c);
            if is_tag && self.state != State::TagName {
                self.whole_tag = if self.tag == "meta" {
                    to_end_of_tag(text.get(at..).unwrap_or(""), rest)
                } else {
                    String::new()
                };
            }
        }
    }

    fn place(&mut self, rest: &[Piece]) -> Place {
        let place = match self.state {
            State::Text | State::Raw => match &self.special {
                Some((name, _)) => self.refusal_of(name).map_or(self.content, Place::Refused),
                None => self.content,
            },
            State::TagOpen | State::TagName => Place::Refused(Refusal::TagName),
            State::BeforeAttribute | State::AttributeName => Place::Refused(Refusal::AttributeName),
            State::BeforeValue | State::Unquoted => {
                self.state = State::Unquoted;
                Place::Refused(Refusal::Unquoted)
            }
            State::Quoted(_) => self.in_attribute(rest),
            State::Comment => Place::Refused(Refusal::Comment),
            State::CharacterData => Place::Refused(Refusal::CharacterData),
            State::Declaration => Place::Refused(Refusal::Declaration),
        };
        if matches!(self.state, State::Quoted(_)) {
            self.value.push(PLACEHOLDER);
        }
        match (std::mem::take(&mut self.in_reference), place) {
            (false, _) | (_, Place::Refused(_)) => place,
            (true, _) => Place::Refused(Refusal::Escape),
        }
    }
}

#[cfg(test)]
mod tests;
