//! The table of changes: each kind with its class, the reason, and the way to proceed.

/// The effect of a change, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Clients that are deployed with the old catalog lose an error, or a part of it.
    Clients,
    /// Code of servers or clients does not compile with the new catalog, or compares differently.
    Code,
    /// Nothing fails, but behaviour or meaning changes.
    Risky,
    /// Deployed clients decide as before, and code compiles.
    Compatible,
    /// Only texts for people change.
    Textual,
}

impl Class {
    /// All classes, the gravest first.
    pub const ALL: [Self; 5] = [Self::Clients, Self::Code, Self::Risky, Self::Compatible, Self::Textual];

    /// Returns the name: one lowercase word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clients => "clients",
            Self::Code => "code",
            Self::Risky => "risky",
            Self::Compatible => "compatible",
            Self::Textual => "textual",
        }
    }

    /// Returns the class as a title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Clients => "Breaking for clients",
            Self::Code => "Breaking for code",
            Self::Risky => "Risky",
            Self::Compatible => "Compatible",
            Self::Textual => "Textual",
        }
    }

    /// Returns the class with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Whether a baseline rejects a change of this class until it is accepted.
    pub const fn is_breaking(self) -> bool {
        matches!(self, Self::Clients | Self::Code)
    }
}

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// The name, for example `status-changed`.
    pub name: &'static str,
    /// The effect.
    pub class: Class,
    /// The change, in one sentence.
    pub summary: &'static str,
    /// The reason for the class, in Markdown.
    pub why: &'static str,
    /// The way to proceed without breaking anything; empty if nothing breaks.
    pub advice: &'static str,
}

/// Returns the row with a name.
pub fn find(name: &str) -> Option<&'static Row> {
    ROWS.iter().copied().find(|row| row.name == name)
}

/// Declares the rows and lists them.
macro_rules! rows {
    ($($id:ident = $name:literal $class:ident: $summary:literal, $why:literal $(, $advice:literal)?;)+) => {
        $(pub(super) static $id: Row = Row {
            name: $name,
            class: Class::$class,
            summary: $summary,
            why: $why,
            advice: concat!($($advice)?),
        };)+
        /// All rows, in the order of the documentation.
        pub static ROWS: &[&Row] = &[$(&$id),+];
    };
}

rows! {
    // Entries
    ENTRY_ADDED = "entry-added" Compatible:
        "An entry with a new code is added.",
        "Deployed clients decode it as unknown, with its code, text and status. Servers compile; so do clients, except a `match` on an `exhaustive` enum.";
    ENTRY_ADDED_SHARED = "entry-added-ambiguous" Risky:
        "An entry is added that has no code, or a code that another entry has.",
        "Deployed clients can take it for the old entry with this code, or find several candidates.",
        "give the new entry a code of its own";
    ENTRY_REMOVED = "entry-removed" Code:
        "An entry is removed that was not deprecated.",
        "Servers and clients that name it do not compile, and links to its documentation lead nowhere.",
        "keep the entry and mark it with `deprecated` and `replaced_by`; if it was renamed, state the old `code` in the new entry";
    ENTRY_REMOVED_DEPRECATED = "entry-removed-deprecated" Compatible:
        "An entry is removed that was deprecated.",
        "Its users had the compiler's warning. Deployed clients are not affected: the error no longer comes.";
    ENTRY_RENAMED = "entry-renamed" Textual:
        "An entry has another name; its code, an alias or its Rust name shows that it is the same.",
        "The code decides for clients, the Rust name for code. The address of its documentation changes.";
    RUST_NAME_CHANGED = "rust-name-changed" Code:
        "The Rust name of an entry changes.",
        "Servers and clients that name it do not compile.",
        "keep the old Rust name with `rust`";
    ORDER_CHANGED = "order-changed" Code:
        "Entries are in another order.",
        "Code compiles, but comparisons of entries (`PartialOrd`) and the numbers of variants change.",
        "keep the order and add new entries at the end";
    // Identity
    CODE_CHANGED = "code-changed" Clients:
        "The code of an entry changes, also from a string to an integer, or from or to `null`.",
        "Deployed clients do not recognize the error: its parameters, advice and action are lost. Nothing fails to compile.",
        "keep the code; or add an entry with the new code and deprecate this one. `aliases` helps new clients with old servers, not old clients";
    IDENTITY_CHANGED = "identity-changed" Clients:
        "A sent value that identifies the entry changes: a constant `x-…`, `{name}` or `{catalog}`.",
        "Deployed clients compare the value as they compare a code, and do not recognize the error.",
        "keep the value, or add a new entry and deprecate this one";
    TYPE_CHANGED = "type-changed" Clients:
        "The `type` of a problem changes, which is `docs` by default.",
        "The `type` identifies a problem (RFC 9457, section 3.1.1): clients compare it.",
        "keep the URL and let it redirect, or set another `type` in the response";
    ALIAS_ADDED = "alias-added" Compatible:
        "A code is added to `aliases`.",
        "New clients recognize one more code; servers never send it.";
    ALIAS_REMOVED = "alias-removed" Clients:
        "A code is removed from `aliases`.",
        "Clients that are built from now on do not recognize the errors of servers that still send the old code.",
        "keep the alias as long as a server can send the code";
    // HTTP
    STATUS_CHANGED = "status-changed" Clients:
        "The status of an entry changes to one that it could not have.",
        "Deployed clients that test the status fail; those with a catalog report drift, or cannot tell entries with the same code or without a code apart. Nothing fails to compile.",
        "keep the status, or add a new entry and deprecate this one";
    STATUS_DEFAULT_CHANGED = "status-default-changed" Risky:
        "The default status changes to another one of the entry.",
        "Deployed clients know the status, but it comes in other situations.";
    STATUS_ADDED = "status-added" Risky:
        "An entry can have more statuses: `status` or `status_range` is wider.",
        "Deployed clients recognize the entry and report drift.";
    STATUS_REMOVED = "status-removed" Compatible:
        "An entry can have fewer statuses: `status` or `status_range` is narrower.",
        "Deployed clients accept more than what comes. A server that sets a removed status gets the default.";
    HEADER_ADDED = "header-added" Compatible:
        "A header is added.",
        "Deployed clients ignore it.";
    HEADER_REMOVED = "header-removed" Clients:
        "A header is removed.",
        "Deployed clients miss it; without `Retry-After` the delay of their old catalog counts.",
        "keep the header";
    HEADER_OPTIONAL = "header-optional" Clients:
        "A header that is always sent becomes optional.",
        "Deployed clients that rely on it miss it.",
        "keep the value required";
    HEADER_REQUIRED = "header-required" Compatible:
        "A header that is sometimes sent is always sent.",
        "Deployed clients accept both.";
    HEADER_CHANGED = "header-changed" Risky:
        "The value of a header changes.",
        "Deployed clients may read the value.";
    // FHIR and groups
    ISSUE_CHANGED = "issue-changed" Risky:
        "The issue type of an entry changes.",
        "Deployed clients report drift, or do not recognize an entry without a code. A `match` on the value takes another arm.";
    SEVERITY_CHANGED = "severity-changed" Risky:
        "The severity of an entry changes.",
        "Deployed clients report drift. A `match` on the value takes another arm.";
    CATEGORY_CHANGED_SENT = "category-changed-sent" Risky:
        "The category of an entry changes, and is sent.",
        "Deployed clients read another category.";
    CATEGORY_CHANGED = "category-changed" Compatible:
        "The category of an entry changes, and is not sent.",
        "Only code that asks for the category and the documentation see it.";
    CATEGORY_ADDED = "category-added" Compatible:
        "A category is added.",
        "The enum of categories has one more variant.";
    CATEGORY_REMOVED = "category-removed" Code:
        "A category is removed.",
        "Code that names it does not compile.",
        "keep the category, without entries if need be";
    CATEGORY_RENAMED = "category-renamed" Code:
        "The Rust name of a category changes.",
        "Code that names it does not compile.",
        "keep the old Rust name with `rust`";
    // Responses
    RESPONSE_FORMAT_CHANGED = "response-format-changed" Clients:
        "Entries have a body of another format: JSON, XML, text, OperationOutcome or none.",
        "Deployed clients look for the code in the old places and do not recognize the error.",
        "keep the format, or publish a new version of the API with a catalog of its own";
    CONTENT_TYPE_CHANGED = "content-type-changed" Risky:
        "The media type of a body changes, and its format does not.",
        "Clients with a catalog read it as before; others may select a parser by the media type.";
    IN_BAND_ADDED = "in-band-added" Clients:
        "Errors become in band: they can be inside a success.",
        "Deployed clients do not look for errors in successes.",
        "use a response of its own for new entries";
    IN_BAND_REMOVED = "in-band-removed" Compatible:
        "Errors are no longer in band.",
        "Deployed clients look for errors under each status.";
    FHIR_ADDED = "fhir-version-added" Compatible:
        "A response is valid in one more FHIR version.",
        "The body is the same.";
    FHIR_REMOVED = "fhir-version-removed" Risky:
        "A response is valid in one FHIR version less.",
        "The body may no longer be valid for clients of that version.";
    MEMBER_ADDED = "member-added" Compatible:
        "A member is added to a body.",
        "Clients ignore members that they do not know.";
    MEMBER_REMOVED = "member-removed" Clients:
        "A member is removed from a body, or renamed.",
        "Its value is lost for deployed clients; if it carried the code, they do not recognize the error. Nothing fails to compile.",
        "keep the member, and add the new one beside it";
    MEMBER_TYPE_CHANGED = "member-type-changed" Clients:
        "The JSON type of a member changes.",
        "Clients with typed bodies fail to parse it; a decoder with a catalog reads both.",
        "keep the type, and add a member of the new type beside it";
    MEMBER_OPTIONAL = "member-optional" Clients:
        "A member can be absent, or `null`, where it could not be before.",
        "Deployed clients that rely on it fail.",
        "keep the value required";
    MEMBER_REQUIRED = "member-required" Compatible:
        "A member that can be absent is always present.",
        "Deployed clients accept both.";
    MEMBER_IDENTITY_CHANGED = "member-identity-changed" Clients:
        "A constant of a body, such as the system of a coding, or the text around a code changes.",
        "Deployed clients compare it: with another system even the right code is unknown.",
        "keep the constant";
    MEMBER_VALUE_LOST = "member-value-lost" Clients:
        "The text of a member no longer has one of its values.",
        "The value is lost for deployed clients.",
        "keep the placeholder in the text";
    MEMBER_TEXT_CHANGED = "member-text-changed" Risky:
        "The text around the values of a member changes.",
        "Deployed clients may not find the values in the text.";
    XML_DECLARATION_CHANGED = "xml-declaration-changed" Compatible:
        "The XML declaration changes.",
        "Parsers of XML accept a document with and without it.";
    // Parameters
    PARAMETER_ADDED = "parameter-added" Code:
        "A required parameter is added.",
        "Servers that construct the error do not compile, except where it had no parameters and is made from its variant: there an empty value is sent.",
        "make it `optional`, and search for errors that are made without it";
    PARAMETER_ADDED_OPTIONAL = "parameter-added-optional" Code:
        "An optional parameter is added to an entry that has parameters.",
        "Servers that construct the error as a struct do not compile.",
        "add the field where the error is constructed, and accept the change";
    PARAMETER_ADDED_FIRST = "parameter-added-first" Compatible:
        "An optional parameter is added to an entry without parameters.",
        "The error can still be made without it.";
    PARAMETER_REMOVED_SENT = "parameter-removed-sent" Clients:
        "A parameter is removed that was sent.",
        "Its value is lost for deployed clients; servers that set it do not compile. In clients, `parameter(\"…\")` is `None` without an error of the compiler.",
        "keep the parameter and its place in the response";
    PARAMETER_REMOVED = "parameter-removed" Code:
        "A parameter is removed that was not sent.",
        "Servers that set it do not compile.",
        "keep the parameter in a text, such as `log`";
    PARAMETER_TYPE_SENT = "parameter-type-changed-sent" Clients:
        "The type of a parameter changes, and with it the JSON type of a member.",
        "Clients with typed bodies fail to parse it; servers that set it may not compile.",
        "keep the type, and add a parameter of the new type";
    PARAMETER_TYPE = "parameter-type-changed" Code:
        "The type of a parameter changes, which is written as text.",
        "Servers that set it may not compile. Clients read another type from the same text.",
        "keep the type, and add a parameter of the new type";
    PARAMETER_OPTIONAL_SENT = "parameter-optional-sent" Clients:
        "A parameter that is sent becomes optional.",
        "The value can be absent for deployed clients; servers that set it do not compile.",
        "keep the parameter required";
    PARAMETER_OPTIONAL = "parameter-optional" Code:
        "A parameter that is not sent becomes optional.",
        "Servers that set it do not compile: the field is an `Option`.",
        "keep the parameter required";
    PARAMETER_REQUIRED = "parameter-required" Code:
        "A parameter becomes required.",
        "Servers that set it do not compile: the field is not an `Option`.",
        "keep the parameter optional";
    PARAMETER_HIDDEN = "parameter-hidden" Clients:
        "A parameter becomes internal or personal, or is no longer sent.",
        "Its value is lost for deployed clients. If it closes a leak, accept it with that reason.",
        "keep it public, unless it closes a leak: then accept the change";
    PARAMETER_PUBLISHED = "parameter-published" Risky:
        "A parameter that was not sent becomes public or is sent.",
        "Clients see more than before: ask a person who knows what the value may reveal.";
    PARAMETER_VISIBILITY = "parameter-visibility-changed" Compatible:
        "A parameter changes between internal and personal.",
        "It is sent in neither case.";
    VALUE_ADDED = "enum-value-added" Risky:
        "A value is added to a parameter of type `enum`.",
        "Deployed clients do not accept the value as one of the parameter. Code gets one more variant.";
    VALUE_REMOVED = "enum-value-removed" Code:
        "A value is removed from a parameter of type `enum`.",
        "Code that names its variant does not compile.",
        "keep the value";
    // Advice
    RETRY_LAXER = "retry-laxer" Compatible:
        "The advice allows a retry where it did not, or an earlier one.",
        "Deployed clients are more careful than necessary; new ones retry.";
    RETRY_STRICTER = "retry-stricter" Risky:
        "The advice forbids a retry that it allowed, or allows only a later one.",
        "Deployed clients go on retrying as their old catalog says.";
    DELAY_LONGER = "delay-longer" Risky:
        "The delay before a retry is longer.",
        "Deployed clients obey a `Retry-After` that is sent; otherwise they retry after the old delay.";
    DELAY_SHORTER = "delay-shorter" Compatible:
        "The delay before a retry is shorter.",
        "Deployed clients wait longer than necessary, or obey a `Retry-After` that is sent.";
    // Endpoints
    SCOPE_NARROWED = "scope-narrowed" Compatible:
        "`methods` or `endpoints` are fewer.",
        "Deployed clients expect the error where it no longer comes.";
    SCOPE_WIDENED = "scope-widened" Risky:
        "`methods` or `endpoints` are more, or others.",
        "Deployed clients recognize the code and report drift; their documentation does not list the error there.";
    SCOPE_WIDENED_SHARED = "scope-widened-ambiguous" Clients:
        "`methods` or `endpoints` of an entry are more or others, and it has no code or shares it.",
        "Deployed clients find several candidates, or another entry without any sign of it.",
        "give the entry a code of its own where it comes anew";
    // Texts
    TITLE_EVIDENCE = "title-changed-evidence" Risky:
        "The title of an entry changes that has no code or shares it.",
        "Deployed clients recognize it by its text at best.",
        "give the entry a code, or keep the title";
    TITLE_CHANGED = "title-changed" Textual:
        "The title of an entry changes.",
        "Clients go by the code (RFC 9457: the title is advisory).";
    MESSAGE_EVIDENCE = "message-changed-evidence" Risky:
        "`message`, `diagnostics`, `expression` or `location` change, which have values in them, or whose entry has no code or shares it.",
        "Deployed clients find the values of parameters in the text, and recognize an entry without a code by it.";
    MESSAGE_CHANGED = "message-changed" Textual:
        "`message`, `diagnostics`, `expression` or `location` change, without values in them.",
        "Clients go by the code.";
    DISPLAY_CHANGED = "display-changed" Risky:
        "`display` changes.",
        "FHIR validators compare the display of a coding with that of its code system.";
    TEXT_ADDED = "text-added" Compatible:
        "An optional text that the body has a place for is added.",
        "Clients ignore members that they do not know.";
    TEXT_ADDED_EVIDENCE = "text-added-evidence" Risky:
        "An optional text that the body has a place for is added to an entry that has no code or shares it.",
        "Deployed clients recognize the entry by its texts, and know none in this place.",
        "give the entry a code";
    TEXT_REMOVED = "text-removed" Clients:
        "An optional text is removed that was sent.",
        "The member is absent for deployed clients.",
        "keep the text";
    DOCUMENTATION_EVIDENCE = "documentation-changed-evidence" Risky:
        "`docs`, `action`, `user_message` or `since` change, are sent, and the entry has no code or shares it.",
        "Deployed clients recognize the entry by its texts.";
    DOCUMENTATION_CHANGED = "documentation-changed" Textual:
        "`docs`, `description`, `action`, `user_message`, `tags`, `since`, `log` or custom metadata change.",
        "Nothing that identifies the error.";
    LANGUAGE_ADDED = "language-added" Compatible:
        "A translation is added.",
        "Clients that ask for the language get it; the code is the same.";
    LANGUAGE_ADDED_EVIDENCE = "language-added-evidence" Risky:
        "A translation is added, and some entries have no code or share it.",
        "Deployed clients cannot recognize these entries by a text in a language that they do not know.";
    LANGUAGE_REMOVED = "language-removed" Textual:
        "A translation is removed.",
        "Clients that ask for the language get the default one; the code is the same.";
    LANGUAGE_CHANGED = "language-changed" Risky:
        "The language of the catalog changes.",
        "The texts that are sent by default are in another language.";
    TRANSLATION_CHANGED = "translation-changed" Textual:
        "A translated text changes.",
        "Nothing that identifies the error.";
    TRANSLATION_EVIDENCE = "translation-changed-evidence" Risky:
        "A translated text changes that has values in it, or whose entry has no code or shares it.",
        "Deployed clients find the values of parameters in the text, and recognize an entry without a code by it.";
    // Life cycle
    DEPRECATED = "deprecated" Compatible:
        "An entry is marked as deprecated.",
        "Code that names it gets a warning of the compiler: an error only where warnings are denied.";
    REVIVED = "deprecation-removed" Compatible:
        "An entry is not deprecated any more.",
        "The warning ends.";
    REPLACEMENT_CHANGED = "replacement-changed" Textual:
        "`replaced_by` or the note of a deprecation changes.",
        "Only the text of the warning changes.";
    // The catalog
    FALLBACK_CHANGED = "fallback-changed" Risky:
        "A fallback is added, removed or names another entry.",
        "Responses that the framework makes itself have another error.";
    CATALOG_CHANGED = "catalog-changed" Textual:
        "The name, title, description or custom metadata of the catalog, a category or a response change.",
        "They are not sent; where the name is sent, that is `identity-changed`.";
    VERSION_CHANGED = "version-changed" Textual:
        "The version of the API changes, and is not sent.",
        "Only documents have it.";
    VERSION_CHANGED_SENT = "version-changed-sent" Risky:
        "The version of the API changes, and is sent.",
        "Deployed clients read another version.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_only_breaking_rows_need_advice() {
        let names: BTreeSet<&str> = ROWS.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), ROWS.len());
        for row in ROWS {
            assert_eq!(find(row.name), Some(*row));
            assert!(row.summary.ends_with('.') && row.why.ends_with('.'), "{}", row.name);
            assert!(!row.class.is_breaking() || !row.advice.is_empty(), "{}", row.name);
        }
    }
}
