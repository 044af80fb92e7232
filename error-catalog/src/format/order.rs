//! The order of members, which is that of the tables in `docs/format.md`.

use crate::parse::members::{
    CATALOG, CATEGORY, CODING, COMMENT, COMMON, FALLBACK, INHERITED, PARAMETER, RESPONSE, RETRY,
};

/// The members of an entry in order, including the inherited ones.
const ENTRY: &[&str] = &[
    "rust",
    "code",
    "aliases",
    "status",
    "status_range",
    "category",
    "response",
    "severity",
    "issue",
    "title",
    "message",
    "display",
    "diagnostics",
    "expression",
    "location",
    "log",
    "user_message",
    "action",
    "description",
    "docs",
    "headers",
    "retry",
    "required",
    "since",
    "deprecated",
    "replaced_by",
    "tags",
    "methods",
    "endpoints",
    "parameters",
    "allow",
];

/// The additional members of all formats of responses in order; bodies are last.
const FORMATS: &[&str] = &[
    "fhir",
    "profile",
    "coding",
    "details_text",
    "details_text_translations",
    "details_extension",
    "issue_extension",
    "diagnostics",
    "id",
    "type",
    "title",
    "detail",
    "instance",
    "members",
    "body",
];

/// The role of a value in a catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Catalog,
    Defaults,
    Categories,
    Category,
    Parameters,
    Parameter,
    Responses,
    Response,
    Coding,
    Fallbacks,
    Fallback,
    Errors,
    Entry,
    Retry,
    /// A value whose members keep their order: names that the author chooses, templates, metadata, single values.
    Free,
}

impl Shape {
    /// Returns the shape of a member.
    pub(super) fn member(self, name: &str) -> Self {
        match self {
            Self::Errors => Self::Entry,
            Self::Fallbacks => Self::Fallback,
            Self::Categories => Self::Category,
            Self::Responses => Self::Response,
            Self::Parameters => Self::Parameter,
            Self::Catalog => match name {
                "defaults" => Self::Defaults,
                "categories" => Self::Categories,
                "parameters" => Self::Parameters,
                "responses" => Self::Responses,
                "fallbacks" => Self::Fallbacks,
                "errors" => Self::Errors,
                _ => Self::Free,
            },
            Self::Entry | Self::Category | Self::Defaults => match name {
                "retry" => Self::Retry,
                "parameters" => Self::Parameters,
                _ => Self::Free,
            },
            Self::Response if name == "coding" => Self::Coding,
            _ => Self::Free,
        }
    }

    /// Whether each member has its own line even if all fit on one.
    pub(super) fn is_spread(self) -> bool {
        !matches!(
            self,
            Self::Parameters | Self::Parameter | Self::Coding | Self::Fallback | Self::Retry | Self::Free
        )
    }

    /// Returns the sort key of a member: defined members in order, then unknown ones, then metadata.
    pub(super) fn rank(self, name: &str) -> usize {
        let lists: &[&[&str]] = match self {
            Self::Catalog => &[CATALOG, INHERITED],
            Self::Defaults => &[COMMON],
            Self::Category => &[CATEGORY, COMMON],
            Self::Parameter => &[PARAMETER],
            Self::Response => &[RESPONSE, FORMATS],
            Self::Coding => &[CODING],
            Self::Fallback => &[FALLBACK],
            Self::Entry => &[ENTRY],
            Self::Retry => &[RETRY],
            Self::Categories | Self::Parameters | Self::Responses | Self::Fallbacks | Self::Errors | Self::Free => {
                return 0;
            }
        };
        match name {
            "$schema" => return 0,
            COMMENT => return 1,
            _ => {}
        }
        let known = lists.iter().flat_map(|list| *list).position(|known| *known == name);
        match known {
            Some(position) => position + 2,
            None if name.starts_with("x-") => usize::MAX,
            None => usize::MAX - 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::members;

    fn sorted(lists: &[&[&'static str]]) -> Vec<&'static str> {
        let mut names: Vec<_> = lists.iter().flat_map(|list| list.iter().copied()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    #[test]
    fn a_comment_is_first_except_for_the_schema() {
        let mut members = ["name", "x-a", "nmae", COMMENT, "$schema"];
        members.sort_by_key(|member| Shape::Catalog.rank(member));
        assert_eq!(members, ["$schema", COMMENT, "name", "nmae", "x-a"]);
        assert_eq!(
            Shape::Free.rank(COMMENT),
            Shape::Free.rank("a"),
            "templates keep their order"
        );
    }

    #[test]
    fn every_member_of_the_parser_has_a_rank() {
        assert_eq!(sorted(&[ENTRY]), sorted(&[members::ENTRY, COMMON]));
        assert_eq!(
            sorted(&[FORMATS]),
            sorted(&[
                members::JSON,
                members::TEXT,
                members::EMPTY,
                members::OPERATION_OUTCOME,
                members::PROBLEM,
                members::XML,
            ])
        );
    }
}
