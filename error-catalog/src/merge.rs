//! Merges a catalog with its bases, by the rule of JSON Merge Patch (RFC 7396), before it is parsed.
//!
//! Objects are merged member by member as far as [`Level`] says; any other value replaces that of the base, and `null` removes it. All parts keep the
//! places of their own files.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

use crate::bases::Bases;
use crate::json::write::compact;
use crate::json::{self, Member, Node, Value};
use crate::parse::members::{COMMENT, INHERITED};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{Source, Span, Spanned};
use crate::suggest;

/// Merges the values of catalogs, which are in the order of their numbers: returns the first with everything that it inherits.
///
/// A translation has such values too. `None` stands for a catalog without one.
pub(crate) fn all<'n, 'a>(
    nodes: &'n [Option<Node<'a>>],
    bases: &Bases,
    problems: &mut Problems,
) -> Option<Cow<'n, Node<'a>>> {
    if let [only] = nodes {
        return only.as_ref().map(Cow::Borrowed);
    }
    let mut merger = Merger {
        problems,
        path: Vec::new(),
    };
    let mut done: Vec<Option<Node<'a>>> = vec![None; nodes.len()];
    for &number in &bases.order {
        let own = nodes.get(number)?.as_ref();
        let of = &bases.of[number];
        let given = of.iter().filter_map(|base| {
            Some(Given {
                node: Cow::Borrowed(done.get(base.file)?.as_ref()?),
                place: &base.place,
            })
        });
        let given: Vec<Given<'_, 'a>> = given.collect();
        let is_object = own.is_none_or(|own| matches!(own.value, Value::Object(_)));
        let node = match own {
            Some(own) if of.is_empty() || !is_object => Some(own.clone()),
            None if given.is_empty() => None,
            own => Some(merger.object(own, &given, Level::Catalog)),
        };
        done[number] = node;
    }
    done.swap_remove(0).map(Cow::Owned)
}

/// Merges the files of a catalog that was compiled from them. Returns `None` for a file with a syntax error.
pub(crate) fn again(source: &Source) -> Option<Node<'_>> {
    let mut ignored = Problems::new();
    let own = json::parse(source, &mut ignored);
    let merged = own.and_then(|own| {
        if own.member("extends").is_none() {
            return Some(own);
        }
        // The bases have the same numbers as before.
        let mut known = Source::new(source.path.as_str(), source.file(0).text);
        let read = |path: &str| {
            let file = source.files().find(|file| file.path == path);
            file.map_or(Err(io::ErrorKind::NotFound.into()), |file| Ok(file.text.into()))
        };
        let bases = Bases::load(&mut known, &own, Some(&read), &mut ignored);
        let others = (1..bases.of.len()).map(|number| json::parse_file(source.file(number), &mut ignored));
        let others: Vec<Option<Node<'_>>> = others.collect();
        let nodes: Vec<Option<Node<'_>>> = std::iter::once(Some(own)).chain(others).collect();
        all(&nodes, &bases, &mut ignored).map(Cow::into_owned)
    });
    drop(ignored.finish());
    merged
}

/// Whether a value is not a catalog by itself, and has something that others can inherit.
pub(crate) fn is_base(node: &Node<'_>) -> bool {
    let is_partial = ["name", "errors"].iter().any(|name| node.member(name).is_none());
    is_partial && INHERITED.iter().any(|name| node.member(name).is_some())
}

/// An object whose members are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Catalog,
    Categories,
    Parameters,
    Responses,
    Fallbacks,
    Errors,
    /// An entry, a category or `defaults`.
    Members,
    Parameter,
    Response,
    Headers,
}

impl Level {
    /// Returns the level of a member whose own members are merged; `None` for one that is replaced.
    fn inside(self, name: &str) -> Option<Self> {
        Some(match (self, name) {
            (Self::Catalog, "categories") => Self::Categories,
            (Self::Catalog | Self::Members, "parameters") => Self::Parameters,
            (Self::Catalog, "responses") => Self::Responses,
            (Self::Catalog, "fallbacks") => Self::Fallbacks,
            (Self::Catalog, "errors") => Self::Errors,
            (Self::Catalog, "defaults") | (Self::Categories | Self::Errors, _) => Self::Members,
            (Self::Parameters, _) => Self::Parameter,
            (Self::Responses, _) => Self::Response,
            (Self::Members | Self::Response, "headers") => Self::Headers,
            _ => return None,
        })
    }

    fn inherits(self, name: &str) -> bool {
        name != COMMENT && (self != Self::Catalog || INHERITED.contains(&name))
    }

    /// Whether `null` is a value of a member, so that it does not remove the member.
    fn has_null(self, name: &str) -> bool {
        match self {
            Self::Headers => true,
            Self::Members => name == "code" || name.starts_with("x-"),
            Self::Response => name.starts_with("x-"),
            Self::Parameter => name == "example",
            _ => false,
        }
    }

    /// Returns the text by which names are compared.
    fn key(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::Headers => Cow::Owned(name.to_ascii_lowercase()),
            _ => Cow::Borrowed(name),
        }
    }
}

/// A value of a base, and the place that names the base.
#[derive(Clone)]
struct Given<'n, 'a> {
    node: Cow<'n, Node<'a>>,
    place: &'n Span,
}

/// All values of one member.
struct Slot<'n, 'a> {
    own: Option<&'n Member<'a>>,
    given: Vec<(&'n Member<'a>, &'n Span)>,
}

struct Merger<'p> {
    problems: &'p mut Problems,
    /// The names of the members around the next value.
    path: Vec<String>,
}

impl Merger<'_> {
    fn object<'a>(&mut self, own: Option<&Node<'a>>, given: &[Given<'_, 'a>], level: Level) -> Node<'a> {
        let mut slots: Vec<Slot<'_, 'a>> = Vec::new();
        let mut positions: HashMap<Cow<'_, str>, usize> = HashMap::new();
        let mut slot = |name, slots: &mut Vec<Slot<'_, 'a>>| {
            *positions.entry(name).or_insert_with(|| {
                let (own, given) = (None, Vec::new());
                slots.push(Slot { own, given });
                slots.len() - 1
            })
        };
        for base in given {
            for member in base.node.value.members() {
                if level.inherits(&member.name.value) {
                    let position = slot(level.key(&member.name.value), &mut slots);
                    slots[position].given.push((member, base.place));
                }
            }
        }
        for member in own.map_or(&[][..], |own| own.value.members()) {
            let position = slot(level.key(&member.name.value), &mut slots);
            slots[position].own = Some(member);
        }
        let mut members = Vec::with_capacity(slots.len());
        for slot in &slots {
            match slot.own {
                Some(own) if slot.given.is_empty() && is_removal(own, level) => {
                    self.removes_nothing(own, level, &slots);
                }
                Some(own) if is_removal(own, level) => {}
                Some(own) => members.push(self.own(own, &slot.given, level)),
                None => members.extend(self.given(&slot.given, level)),
            }
        }
        let span = own.map(|own| &own.span).or(given.first().map(|first| &first.node.span));
        Node {
            span: span.cloned().unwrap_or_default(),
            value: Value::Object(members),
        }
    }

    /// Returns a member of the catalog itself with everything that it inherits.
    fn own<'a>(&mut self, own: &Member<'a>, given: &[(&Member<'a>, &Span)], level: Level) -> Member<'a> {
        if is_list_of_all(level, &own.name.value) {
            return joined(own, given);
        }
        let is_object = matches!(own.value.value, Value::Object(_));
        let Some(inside) = level.inside(&own.name.value).filter(|_| is_object) else {
            return own.clone();
        };
        let mut given = objects(given, inside);
        // The members of a response are those of its format.
        let format = own.value.member("format").filter(|_| inside == Level::Response);
        if let Some(format) = format {
            given.retain(|base| base.node.member("format").is_some_and(|other| is_same(format, other)));
        }
        Member {
            name: own.name.clone(),
            value: self.inside(own, |merger| merger.object(Some(&own.value), &given, inside)),
        }
    }

    /// Returns a member that only bases have.
    fn given<'a>(&mut self, given: &[(&Member<'a>, &Span)], level: Level) -> Option<Member<'a>> {
        let ((first, _), others) = given.split_first()?;
        if others.is_empty() {
            return Some(Member::clone(first));
        }
        if is_list_of_all(level, &first.name.value) {
            return Some(joined(first, others));
        }
        if let Some(inside) = level.inside(&first.name.value) {
            let all = objects(given, inside);
            if all.len() == given.len() {
                return Some(Member {
                    name: first.name.clone(),
                    value: self.inside(first, |merger| merger.object(None, &all, inside)),
                });
            }
        }
        if let Some((other, place)) = others.iter().find(|(other, _)| !is_same(first, other)) {
            self.clash(first, other, place);
        }
        Some(Member::clone(first))
    }

    fn inside<T>(&mut self, member: &Member<'_>, merge: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(member.name.value.to_string());
        let merged = merge(self);
        self.path.pop();
        merged
    }

    fn path(&self, member: &Member<'_>) -> String {
        let path = self.path.iter().map(String::as_str).chain([&*member.name.value]);
        path.collect::<Vec<_>>().join(".")
    }

    fn clash(&mut self, one: &Member<'_>, other: &Member<'_>, place: &Span) {
        let message = format!("the bases have different values of `{}`", self.path(one));
        let problem = Problem::new(&rules::CLASHING_BASES, place.clone(), message);
        let problem = problem
            .related(one.value.span.clone(), "one value")
            .related(other.value.span.clone(), "the other")
            .help("write the member in this catalog, or use the same value in the bases");
        self.problems.push(problem);
    }

    fn removes_nothing(&mut self, own: &Member<'_>, level: Level, slots: &[Slot<'_, '_>]) {
        let names = slots.iter().filter_map(|slot| slot.given.first());
        let names = names.map(|(member, _)| &*member.name.value);
        let near = if self.problems.may_suggest(slots.len()) {
            suggest::nearest(&own.name.value, names)
        } else {
            None
        };
        let message = format!("`null` removes nothing: no base has `{}`", self.path(own));
        let problem = Problem::new(&rules::REMOVES_NOTHING, own.name.span.clone(), message);
        self.problems.push(match near {
            Some(near) => problem.label(format!("did you mean `{near}`?")),
            None if level == Level::Catalog => problem,
            None => problem.label("remove it"),
        });
    }
}

/// Whether a member removes the inherited one.
fn is_removal(own: &Member<'_>, level: Level) -> bool {
    let name = &own.name.value;
    matches!(own.value.value, Value::Null) && level.inherits(name) && !level.has_null(name)
}

/// Whether the list of each file is for all files: `allow` of a base has the warnings of its own texts.
fn is_list_of_all(level: Level, name: &str) -> bool {
    level == Level::Catalog && name == "allow"
}

/// Joins the lists of several files.
fn joined<'a>(first: &Member<'a>, others: &[(&Member<'a>, &Span)]) -> Member<'a> {
    let mut first = first.clone();
    if let Value::Array(elements) = &mut first.value.value {
        for (other, _) in others {
            if let Value::Array(others) = &other.value.value {
                elements.extend(others.iter().cloned());
            }
        }
    }
    first
}

/// Returns the values that are objects. The short form of a parameter, a type, is one.
fn objects<'n, 'a>(given: &[(&'n Member<'a>, &'n Span)], level: Level) -> Vec<Given<'n, 'a>> {
    let objects = given.iter().filter_map(|(member, place)| {
        let node = &member.value;
        let node = match &node.value {
            Value::Object(_) => Cow::Borrowed(node),
            Value::String(_) if level == Level::Parameter => {
                let name = Spanned::new(Cow::Borrowed("type"), node.span.clone());
                let value = node.clone();
                Cow::Owned(Node {
                    span: node.span.clone(),
                    value: Value::Object(vec![Member { name, value }]),
                })
            }
            _ => return None,
        };
        Some(Given { node, place })
    });
    objects.collect()
}

fn is_same(one: &Member<'_>, other: &Member<'_>) -> bool {
    compact(&one.value) == compact(&other.value)
}
