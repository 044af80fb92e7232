//! Markdown of authors as HTML (CommonMark): text, simple markup and links of the web.

use error_catalog::rust::markdown::description;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Tags without attributes that mark up a part of a text.
const TAGS: [&str; 14] = [
    "b", "br", "code", "del", "em", "i", "kbd", "s", "samp", "small", "strong", "sub", "sup", "var",
];

/// Returns the HTML of a description, with the tags that documentation in Rust keeps too. Other HTML is shown letter for letter, and an
/// image is a link.
pub(super) fn markdown(text: &str) -> String {
    // Its tags have no attributes, and each that is open is closed.
    let text = description(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    // Whether each open link is one in the output.
    let mut links: Vec<bool> = Vec::new();
    let events = Parser::new_ext(&text, options).filter_map(|event| match event {
        Event::InlineHtml(tag) if is_simple(&tag) => Some(Event::InlineHtml(tag)),
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        // The headings of the page are above them.
        Event::Start(Tag::Heading { .. }) => Some(Event::Start(Tag::Heading {
            level: HeadingLevel::H3,
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        })),
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(HeadingLevel::H3))),
        // Nothing is loaded from another place.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            id,
            ..
        }) => {
            let is_safe = is_link(&dest_url);
            links.push(is_safe);
            is_safe.then_some(Event::Start(Tag::Link {
                link_type,
                dest_url,
                title: CowStr::Borrowed(""),
                id,
            }))
        }
        Event::End(TagEnd::Link) => links.pop().unwrap_or(false).then_some(Event::End(TagEnd::Link)),
        // A class of the page's own could hide the block.
        Event::Start(Tag::CodeBlock(_)) => Some(Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented))),
        other => Some(other),
    });
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, events);
    out
}

fn is_simple(tag: &str) -> bool {
    let name = tag.strip_prefix("</").or_else(|| tag.strip_prefix('<'));
    name.and_then(|name| name.strip_suffix('>'))
        .is_some_and(|name| TAGS.contains(&name))
}

/// Whether an address may be a link: `http`, `https`, `mailto` or relative.
pub(super) fn is_link(address: &str) -> bool {
    // Browsers skip these characters in a scheme.
    if address.chars().any(|c| c.is_control() || c.is_whitespace())
        || address.starts_with("//")
        || address.contains('\\')
    {
        return false;
    }
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    match address.get(..end).and_then(|start| start.split_once(':')) {
        Some((scheme, _)) => ["http", "https", "mailto"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known)),
        None => !address.is_empty(),
    }
}

/// Whether an address is one of the web.
pub(super) fn is_web(address: &str) -> bool {
    is_link(address) && (address.starts_with("https://") || address.starts_with("http://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_other_than_simple_markup_is_text() {
        assert_eq!(
            markdown("a <b onclick=x>b</b>\n\n<script>\nalert(1)\n</script>"),
            "<p>a <b>b</b></p>\n<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>\n"
        );
        for text in [
            "<img src=x onerror=y>",
            "<b>x\n\ny</b>",
            "<b>",
            "`<b>`",
            "<svg/onload=x>",
            "[<b>](https://a.example)",
            "| <i> |\n|-|\n| </i> |",
        ] {
            let html = markdown(text);
            assert_eq!(html.matches("<b>").count(), html.matches("</b>").count(), "{html}");
            assert!(!html.contains("<img") && !html.contains("<svg"), "{html}");
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        for (address, expected) in [
            ("https://a.example/x", true),
            ("MAILTO:a@b.example", true),
            ("other.html#a", true),
            ("a/b:c", true),
            ("javascript:alert(1)", false),
            ("JaVaScRiPt:alert(1)", false),
            ("java\tscript:alert(1)", false),
            ("data:text/html,x", false),
            ("//evil.example", false),
            ("\\\\evil.example", false),
            ("/\\evil.example", false),
            ("", false),
        ] {
            assert_eq!(is_link(address), expected, "{address}");
        }
        assert_eq!(
            markdown("[a](javascript:x) [b](https://b.example 'onx')"),
            "<p>[a](javascript:x) <a href=\"https://b.example\">b</a></p>\n"
        );
    }

    #[test]
    fn nothing_is_loaded() {
        assert_eq!(
            markdown("![a](https://x.example/a.png)"),
            "<p><a href=\"https://x.example/a.png\">a</a></p>\n"
        );
    }

    #[test]
    fn headings_are_below_those_of_the_page() {
        assert_eq!(markdown("# A {#x}"), "<h3>A {#x}</h3>\n");
    }
}
