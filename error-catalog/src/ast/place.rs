//! Places: the grammar around a value, which decides how the value is escaped.

use error_layout::program::escape;

/// The place of a value in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Place {
    /// As the text around it.
    #[default]
    Inherited,
    /// Without a grammar.
    Plain,
    /// Inside a JSON string.
    Json,
    /// A whole JSON value.
    JsonValue,
    /// Inside markup in a JSON string.
    JsonMarkup,
    /// Inside HTML.
    Html,
    /// Inside an attribute or the text of XML.
    XmlAttribute,
    /// Inside markup of XML: XHTML.
    Xhtml,
    /// Inside the value of a header that has no grammar of its own.
    Header,
    /// Inside a quoted string of a header's value.
    HeaderQuoted,
    /// A list of tokens in a header's value.
    Tokens,
    /// A token in a header's value. There is no escape: the value must be one.
    Token,
    /// A number in a header's value. There is no escape: the value must be one.
    Number,
    /// The start of a URI reference.
    Uri,
    /// The start of a URI reference in markup.
    UriMarkup,
    /// The start of a URL that a browser follows: its scheme must be known.
    Link,
    /// A component of a URI, a form or a cookie.
    Percent,
    /// The start of a segment of a URI's path.
    Segment,
    /// The first segment of a path behind the `/` that begins a URI. If it was empty, the segment behind it would be a host (RFC 3986, section 3.3).
    FirstSegment,
    /// The whole value of a header that is a date. The value must be a date-time.
    HttpDate,
    /// Where no value can be written safely.
    Refused(Refusal),
}

/// The reason why no value can be written in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are places in markup and headers")]
pub enum Refusal {
    Script,
    Style,
    EventHandler,
    EmbeddedDocument,
    Scheme,
    ScriptUrl,
    Unquoted,
    TagName,
    AttributeName,
    Comment,
    CharacterData,
    Declaration,
    PartOfDate,
    CodeBody,
    Escape,
    Host,
}

impl Refusal {
    /// Returns the place as a phrase.
    pub fn words(self) -> &'static str {
        match self {
            Self::Script => "in a script",
            Self::Style => "in a style sheet",
            Self::EventHandler => "in an event handler",
            Self::EmbeddedDocument => "in `srcdoc`",
            Self::Scheme => "in the scheme of a URL",
            Self::ScriptUrl => "in a URL with content of its own",
            Self::Unquoted => "in an attribute without quotes",
            Self::TagName => "in the name of an element",
            Self::AttributeName => "in the name of an attribute",
            Self::Comment => "in a comment",
            Self::CharacterData => "in a CDATA section",
            Self::Declaration => "in a declaration",
            Self::PartOfDate => "in a part of a date",
            Self::CodeBody => "in a body that is a script or a style sheet",
            Self::Escape => "in an escape that begins before it",
            Self::Host => "at the end of a host",
        }
    }

    /// Returns the way out.
    pub fn help(self) -> &'static str {
        match self {
            Self::Script | Self::EventHandler => {
                "write it into an attribute, for example `data-value=\"{…}\"`, and let the script read it from there"
            }
            Self::EmbeddedDocument | Self::CharacterData => "write it into the text of an element",
            Self::Scheme | Self::ScriptUrl => {
                "write the start of the URL in the catalog, for example `href=\"https://api.example/{…}\"`"
            }
            Self::Unquoted => "write quotes around the attribute",
            Self::PartOfDate => "write a parameter of type `date-time` alone: it is sent as an HTTP date",
            Self::CodeBody => "use `\"format\": \"json\"`: a script can read it",
            Self::Escape => {
                "escape the character before it itself, as in `\\\\`, `%25` or `&amp;`, or write it in another place"
            }
            Self::Host => {
                "write the end of the host in the catalog, as in `https://{…}.api.example/`: a value such as `.evil.example` would make it another host"
            }
            Self::Style | Self::TagName | Self::AttributeName | Self::Comment | Self::Declaration => {
                "write it into the text of an element or into a quoted attribute"
            }
        }
    }
}

impl Place {
    /// Returns the place of a value in a text that is in another place itself.
    #[must_use]
    pub fn within(self, text: Self) -> Self {
        match self {
            Self::Inherited => text,
            Self::Uri | Self::Link if text.is_markup() => Self::UriMarkup,
            Self::Link => Self::Uri,
            other => other,
        }
    }

    fn is_markup(self) -> bool {
        matches!(self, Self::JsonMarkup | Self::Html | Self::XmlAttribute | Self::Xhtml)
    }

    /// Returns the escape of a value.
    pub fn escape(self) -> u8 {
        match self {
            Self::Inherited | Self::Plain => escape::PLAIN,
            Self::Json => escape::JSON,
            Self::JsonValue => escape::JSON_VALUE,
            Self::JsonMarkup => escape::JSON_MARKUP,
            // Nothing is written where it is refused.
            Self::Html | Self::Refused(_) => escape::HTML,
            Self::XmlAttribute | Self::Xhtml => escape::XML_ATTRIBUTE,
            Self::Header | Self::Token | Self::Number => escape::HEADER,
            Self::HeaderQuoted => escape::HEADER_QUOTED,
            Self::Tokens => escape::TOKENS,
            Self::Uri => escape::URI,
            Self::UriMarkup | Self::Link => escape::URI_MARKUP,
            Self::Percent => escape::PERCENT,
            Self::Segment | Self::FirstSegment => escape::SEGMENT,
            Self::HttpDate => escape::HTTP_DATE,
        }
    }

    /// Escapes a text of the catalog. It has no control characters but line ends, which are meant.
    pub fn escaped(self, text: &str) -> String {
        let mut out = String::new();
        match self {
            Self::Plain => out.push_str(text),
            _ => error_layout::escape::write(&mut out, text, false, self.escape()),
        }
        out
    }
}
