//! Rendering: bodies, headers and messages, from the programs of a form and the arguments of an error.

mod argument;
mod context;
mod interpreter;
mod places;

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::ops::ControlFlow;

use error_layout::NONE_U32;
use error_layout::escape::visible;
use error_layout::form_header;
use error_layout::program::{self, Steps, Texts, op};

use self::interpreter::{Interpreter, Stop};
use crate::catalog::Entry;

pub(crate) use self::argument::{Arguments, is_blank};
pub(crate) use self::context::RenderContext;
#[cfg(feature = "_layer")]
pub(crate) use self::places::body_shows;
pub(crate) use self::places::has_place;

/// Which of its programs writes a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Syntax {
    /// That of the response.
    #[default]
    Own,
    /// XML of FHIR or of problem details.
    Xml,
}

/// The errors of a response.
pub(crate) trait Errors {
    /// Returns how many there are.
    fn count(&self) -> usize;

    /// Returns the error at a position, counted from 0.
    fn get(&self, position: usize) -> Option<RenderContext<'_>>;
}

/// The body of a response.
pub(crate) struct Body<'b> {
    /// Stands for the whole: its program is followed. A repeated part takes its arguments from each of `all`.
    context: &'b RenderContext<'b>,
    /// `None` if `context` is for itself alone.
    all: Option<&'b dyn Errors>,
    syntax: Syntax,
    steps: Steps<'static>,
    texts: Texts<'static>,
}

/// How many bytes a body usually takes, so that most are written without growing the buffer.
const USUAL_LEN: usize = 512;

impl<'b> Body<'b> {
    /// Returns `None` if the response has no body.
    pub(crate) fn of(context: &'b RenderContext<'b>, all: Option<&'b dyn Errors>, syntax: Syntax) -> Option<Self> {
        Some(Self {
            context,
            all,
            syntax,
            steps: body_steps(context.entry, syntax)?,
            texts: context.entry.texts(),
        })
    }

    /// Returns the body, if it is ready-made.
    pub(crate) fn fixed(&self) -> Option<&'static str> {
        self.texts.only(self.steps)
    }

    /// Returns about how many bytes it takes. The errors of one response are taken to be like the first.
    pub(crate) fn len(&self) -> usize {
        let of_one = USUAL_LEN + self.context.arguments.map_or(0, Arguments::len);
        of_one * self.all.map_or(1, Errors::count)
    }

    /// Appends it.
    pub(crate) fn write(&self, out: &mut String) {
        let interpreter = Interpreter::new(self.context, self.texts, out);
        // A body is never absent, and an early end leaves the text before it.
        let _ = interpreter.for_all(self.all, self.syntax).run(self.steps);
    }
}

/// The program of a body, if there is one.
fn body_steps(entry: Entry<'static>, syntax: Syntax) -> Option<Steps<'static>> {
    let form = entry.form()?;
    entry.steps(match syntax {
        Syntax::Own => form.body(),
        Syntax::Xml => form.xml(),
    })
}

/// Returns whether an entry has a body in a syntax.
pub const fn has_body(entry: Entry<'_>, syntax: Syntax) -> bool {
    match (entry.form(), syntax) {
        (Some(form), Syntax::Own) => form.body() != NONE_U32,
        (Some(form), Syntax::Xml) => form.xml() != NONE_U32,
        (None, _) => false,
    }
}

/// Returns whether an entry has a body, and no part of it is repeated for each error.
pub(crate) fn reports_one(entry: Entry<'static>) -> bool {
    body_steps(entry, Syntax::Own).is_some_and(|steps| program::find(steps, op::REPEAT).is_none())
}

/// Returns whether the body of the response of an entry reports errors of another entry too.
pub(crate) fn reports(response: Entry<'static>, other: Entry<'static>) -> bool {
    let is_repeated = |entry| interpreter::repeated_part(entry, response, Syntax::Own).is_some();
    is_repeated(response) && is_repeated(other)
}

/// Returns the message of an error; the title if the entry has none.
pub(crate) fn message(context: &RenderContext<'_>) -> Cow<'static, str> {
    let message = context.entry.form().and_then(|form| text(context, form.message()));
    message.unwrap_or(Cow::Borrowed(context.entry.title()))
}

impl fmt::Display for RenderContext<'_> {
    /// Writes the code, if there is one, and the message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = self.entry.code() {
            write!(f, "{code}: ")?;
        }
        f.write_str(&message(self))
    }
}

/// Returns the log text of an error, with [visible] characters only, if its entry has one.
pub(crate) fn log(context: &RenderContext<'_>) -> Option<Cow<'static, str>> {
    let log = text(context, context.entry.form()?.log())?;
    let escaped = match visible(&log) {
        Cow::Owned(escaped) => Some(escaped),
        Cow::Borrowed(_) => None,
    };
    Some(escaped.map_or(log, Cow::Owned))
}

/// Returns the diagnostics that the entry has for an error.
pub(crate) fn diagnostics(context: &RenderContext<'_>) -> Option<Cow<'static, str>> {
    text(context, context.entry.form()?.diagnostics())
}

/// Gives the name and the value of each header that the catalog has for an error, in the order of the catalog.
pub(crate) fn headers(context: &RenderContext<'_>, mut each: impl FnMut(&'static str, Cow<'static, str>)) {
    let context = &RenderContext {
        whole_seconds: true,
        ..*context
    };
    for header in context.entry.form_headers().iter().map(form_header::View::new) {
        // An optional value that is given and empty says as little as one that is not.
        if let Some(value) = text(context, header.value()).filter(|value| !value.trim_ascii().is_empty()) {
            each(header.name().of(context.entry.data().text()), value);
        }
    }
}

/// The text that the program at an offset writes; `None` if it has no value after all, or there is no program.
fn text(context: &RenderContext<'_>, offset: u32) -> Option<Cow<'static, str>> {
    let steps = context.entry.steps(offset)?;
    let texts = context.entry.texts();
    if let Some(only) = texts.only(steps) {
        return Some(Cow::Borrowed(only));
    }
    let mut out = String::new();
    match Interpreter::new(context, texts, &mut out).run(steps) {
        ControlFlow::Break(Stop::Absent) => None,
        ControlFlow::Break(Stop::End) | ControlFlow::Continue(()) => Some(Cow::Owned(out)),
    }
}

#[cfg(test)]
mod tests;
