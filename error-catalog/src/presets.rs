//! Builds the templates of the two preset formats: FHIR's OperationOutcome and the problem details of RFC 9457.

use crate::ast::template::{Object, Template};
use crate::ast::text::{Absent, Piece, Text};
use crate::ast::{Coding, OperationOutcome, ProblemDetails, TextInLanguage};
use crate::places;
use crate::source::Spanned;

/// The extension for a text in another language.
const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";

/// Returns the text of the catalog, or a placeholder if it has none.
fn text_or(text: Option<&Spanned<Text>>, placeholder: &str, absent: Absent) -> Template {
    text.map_or_else(
        || Template::placeholder(placeholder, absent),
        |text| Template::Text(text.clone()),
    )
}

/// Returns the URI of the catalog, or a placeholder for one if it has none.
fn uri_or(uri: Option<&Spanned<Text>>, placeholder: &str) -> Template {
    let mut text = uri
        .cloned()
        .unwrap_or_else(|| Spanned::new(Text::placeholder(placeholder, Absent::Omit), 0..0));
    places::uri(&mut text.value);
    Template::Text(text)
}

/// Builds the template of an OperationOutcome.
///
/// The members are in the order of FHIR R4, section 2.37, which is valid in the XML of every version.
pub fn operation_outcome(preset: &OperationOutcome) -> Template {
    let named = |name: &str, value| (name.to_owned(), value);
    let mut members = vec![
        named("resourceType", Template::literal("OperationOutcome")),
        named("id", text_or(preset.id.as_ref(), "id", Absent::Omit)),
    ];
    if !preset.profile.is_empty() {
        let profiles = preset
            .profile
            .iter()
            .map(|profile| Template::literal(&profile.value))
            .collect();
        members.push(named(
            "meta",
            Template::object(vec![named("profile", Template::Array(profiles))]),
        ));
    }
    members.extend(preset.members.iter().cloned());

    let mut details = Vec::new();
    if !preset.details_extension.is_empty() {
        details.push(named("extension", Template::Array(preset.details_extension.clone())));
    }
    if !preset.coding.is_empty() {
        let codings = preset
            .coding
            .iter()
            .map(|coding| Template::Object(coding.object()))
            .collect();
        details.push(named("coding", Template::Array(codings)));
    }
    if let Some(text) = &preset.details_text {
        details.push(named("text", Template::Text(text.clone())));
        let translated = preset.details_text_translations.own();
        if !translated.is_empty() {
            details.push(named("_text", translations(text, translated)));
        }
    }
    let mut issue = Vec::new();
    if !preset.issue_extension.is_empty() {
        issue.push(named("extension", Template::Array(preset.issue_extension.clone())));
    }
    issue.push(named("severity", Template::placeholder("severity", Absent::Blank)));
    issue.push(named("code", Template::placeholder("issue", Absent::Blank)));
    if !details.is_empty() {
        issue.push(named("details", Template::object(details)));
    }
    issue.push(named("diagnostics", Template::placeholder("diagnostics", Absent::Omit)));
    issue.push(named("location", Template::list("location")));
    if preset.fhir.iter().all(|version| version.value > 0) {
        issue.push(named("expression", Template::list("expression")));
    }
    let issue = Template::Object(Object {
        guard: Vec::new(),
        repeat: true,
        members: issue,
    });
    members.push(named("issue", Template::Array(vec![issue])));
    Template::object(members)
}

impl Coding {
    fn object(&self) -> Object {
        let mut members = Vec::new();
        let mut add = |name: &str, text: &Option<Spanned<Text>>| {
            if let Some(text) = text {
                members.push((name.to_owned(), Template::Text(text.clone())));
            }
        };
        add("system", &self.system);
        add("version", &self.version);
        add(
            "code",
            &Some(
                self.code
                    .clone()
                    .unwrap_or_else(|| Spanned::new(string_placeholder("code"), 0..0)),
            ),
        );
        add("display", &self.display);
        let translated = self.display_translations.own();
        if let (Some(display), false) = (&self.display, translated.is_empty()) {
            members.push(("_display".to_owned(), translations(display, translated)));
        }
        if let Some(selected) = self.user_selected {
            members.push(("userSelected".to_owned(), Template::Raw(selected.to_string())));
        }
        Object {
            guard: vec![Spanned::new("code".to_owned(), 0..0)],
            repeat: false,
            members,
        }
    }
}

/// Builds the member for the extensions of a text, with a translation extension for each language
/// (<https://hl7.org/fhir/extensions/StructureDefinition-translation.html>).
fn translations(original: &Spanned<Text>, translations: &[TextInLanguage]) -> Template {
    let named = |name: &str, value| (name.to_owned(), value);
    let part =
        |url, value, content| Template::object(vec![named("url", Template::literal(url)), named(value, content)]);
    let extension = |translation: &TextInLanguage| {
        let parts = vec![
            part("lang", "valueCode", Template::literal(&translation.language.value)),
            part("content", "valueString", Template::Text(translation.text.clone())),
        ];
        Template::Object(Object {
            guard: needed(original).chain(needed(&translation.text)).collect(),
            repeat: false,
            members: vec![
                named("url", Template::literal(TRANSLATION)),
                named("extension", Template::Array(parts)),
            ],
        })
    };
    let extensions = translations.iter().map(extension).collect();
    Template::object(vec![named("extension", Template::Array(extensions))])
}

/// Returns the placeholders without whose values a text is omitted.
fn needed(text: &Spanned<Text>) -> impl Iterator<Item = Spanned<String>> {
    let is_whole = text.value.only_placeholder().is_some();
    let placeholders = text.value.placeholders();
    let needed = placeholders.filter(move |placeholder| is_whole || placeholder.absent == Absent::Omit);
    needed.map(|placeholder| Spanned::new(placeholder.name.clone(), placeholder.span.clone()))
}

/// Returns a placeholder that is written as a string: FHIR's `code` is a string even if the API's codes are integers.
fn string_placeholder(name: &str) -> Text {
    let mut text = Text::placeholder(name, Absent::Blank);
    for piece in &mut text.pieces {
        if let Piece::Placeholder(placeholder) = piece {
            placeholder.string = true;
        }
    }
    text
}

/// Builds the template of RFC 9457 problem details, with the members in the order of section 3.1.
pub fn problem(preset: &ProblemDetails) -> Template {
    let named = |name: &str, value| (name.to_owned(), value);
    let mut members = vec![
        named("type", uri_or(preset.kind.as_ref(), "docs")),
        named("title", text_or(preset.title.as_ref(), "title", Absent::Blank)),
        named("status", Template::placeholder("status", Absent::Blank)),
        named("detail", text_or(preset.detail.as_ref(), "detail", Absent::Omit)),
        named("instance", uri_or(preset.instance.as_ref(), "instance")),
    ];
    members.extend(preset.members.iter().cloned());
    Template::object(members)
}
