//! Descriptions as rustdoc reads them.

use super::*;
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

#[test]
fn escaped_texts_are_shown_unchanged() {
    assert_eq!(escape("a_b [x] <y>"), "a\\_b \\[x\\] \\<y\\>");
    assert_eq!(escape("see https://a.example/b_c."), "see <https://a.example/b_c>.");
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code(" "), "(empty)");
}

#[test]
fn a_description_keeps_its_markup() {
    for same in [
        "- `A [x]`\n- *b*, **c**",
        "see [the guide](<https://a.example/x_(y)>) or <mailto:a@a.example>",
        "one  \ntwo",
        "a\\*b",
        "x &lt; y",
        "a <b>b</b>",
    ] {
        assert_eq!(description(same), same);
    }
}

#[test]
fn html_is_shown_as_a_browser_shows_it() {
    for (html, markdown) in [
        ("<p>One.</p><p>Two.</p>", "One.\n\n\n\nTwo."),
        ("<ul><li>a</li><li><B>b</B></li></ul>", "- a\n- <b>b</b>"),
        ("use <code>a_b*c*</code>", "use <code>a\\_b\\*c\\*</code>"),
        (
            "<a class=\"x\" href='https://a.example/?b=c'>the <i>guide</i></a>",
            "[the <i>guide</i>](<https://a.example/?b=c>)",
        ),
        ("a<br/>b<!-- c -->", "a<br>b"),
        (
            "<table><thead><tr><th>Code</th><th><b>Cause</b></th></tr></thead><tr><td>1</td><td><span class='x'>a</span></td></tr></table>",
            "Code | <b>Cause</b>\n\n\n\n\n1 | a",
        ),
        ("<b onclick='x'>a", "<b>a</b>"),
        ("<a href=\"javascript:b\">c</a></i>", "c"),
    ] {
        assert_eq!(description(html).trim_start(), markdown, "{html}");
    }
}

#[test]
fn other_html_and_links_are_shown_letter_for_letter() {
    for (text, markdown) in [
        ("no <patient> here", "no \\<patient\\> here"),
        ("<script>a()</script>", "\\<script\\>a()\\</script\\>"),
        ("[a](javascript:b)", "\\[a\\](javascript:b)"),
    ] {
        assert_eq!(description(text), markdown);
    }
}

#[test]
fn a_link_of_a_text_is_not_mangled() {
    assert_eq!(
        description("See https://a.example/b_c?d=[e]. **https://f.example**"),
        "See <https://a.example/b_c?d=[e>\\]. **<https://f.example>**"
    );
    assert_eq!(
        description("![x](https://a.example/p.png)"),
        "[x](<https://a.example/p.png>)"
    );
}

#[test]
fn code_blocks_are_not_compiled() {
    assert_eq!(description("```rust\nlet x = <b>;"), "```text\nlet x = <b>;\n```");
    assert_eq!(description("a:\n~~~\n```\n~~~"), "a:\n\n~~~text\n```\n~~~");
    assert_eq!(description("    let x = 1;"), "let x = 1;");
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b_c",
        "*",
        "**",
        "_",
        "`",
        "``",
        "```",
        "~~~",
        "\n",
        "\n\n",
        "    ",
        "\t",
        " ",
        "- ",
        "1. ",
        "> ",
        "<",
        ">",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "\\",
        "&lt;",
        "&",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<p>",
        "</p>",
        "<li>",
        "<ul>",
        "<br>",
        "<script>",
        "</script>",
        "<pre>",
        "<!--",
        "-->",
        "<a href=\"https://a.example\">",
        "</a>",
        "<a href='javascript:x'>",
        "https://a.example/b",
        "<https://c.example>",
        "mailto:x",
        "javascript:x",
        "[x]: y",
        "\u{202e}",
        "\r",
        "#",
        "|",
        "=",
        "<?",
        "<![CDATA[",
        "]]>",
        "<b\n",
        "\"",
        "'",
        "~",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Checks what rustdoc would read in a comment.
fn is_harmless(markdown: &str) -> Result<(), TestCaseError> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut open = Vec::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::InlineHtml(html) => {
                let name = html.trim_matches(['<', '>']);
                match name.strip_prefix('/') {
                    Some(name) => {
                        let opened = open.pop();
                        prop_assert_eq!(opened.as_deref(), Some(name));
                    }
                    None if name == "br" => {}
                    None => {
                        prop_assert!(INLINE.contains(&name), "{}", html);
                        open.push(name.to_owned());
                    }
                }
            }
            Event::Html(html) => {
                let tags = html.trim().replace(['<', '>', '/'], " ");
                prop_assert!(
                    tags.split_whitespace()
                        .all(|name| INLINE.contains(&name) || name == "br"),
                    "{}",
                    html
                );
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                prop_assert_eq!(kind, CodeBlockKind::Fenced("text".into()));
            }
            Event::Start(Tag::Link { dest_url, .. }) => prop_assert!(is_target(&dest_url), "{}", dest_url),
            Event::Start(Tag::Image { dest_url, .. }) => prop_assert!(false, "image {}", dest_url),
            _ => {}
        }
    }
    prop_assert_eq!(open, Vec::<String>::new());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_description_has_code_that_is_compiled_or_foreign_html_or_links(text in pieces()) {
        is_harmless(&description(&text))?;
        is_harmless(&escape(&text))?;
        is_harmless(&code(&text))?;
    }
}
