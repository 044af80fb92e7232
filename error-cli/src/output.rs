//! The standard output and error: in colour on a terminal; a closed pipe is not an error.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use anstream::AutoStream;
use anstream::adapter::strip_str;
use anstyle::{AnsiColor, Style};
use clap::ColorChoice;
pub(crate) use error_artifacts::escape::readable;
use error_catalog::report::{Part, Segment};
use error_catalog::rules::Level;

use crate::progress::Progress;

/// The exit code of the command; the largest one is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// No problem was found.
    Clean,
    /// There are problems in catalogs.
    Problems,
    /// A file could not be read or written.
    CouldNotRun,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Problems => 1,
            Exit::CouldNotRun => 2,
        })
    }
}

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
pub(crate) const RED: Style = AnsiColor::Red.on_default();
pub(crate) const BLUE: Style = AnsiColor::BrightBlue.on_default().bold();

/// The two streams.
pub(crate) struct Output {
    out: Stream<io::Stdout>,
    err: Stream<io::Stderr>,
    /// The line of a command that takes long; it is removed before anything else is written.
    progress: Option<Progress>,
}

struct Stream<S: anstream::stream::RawStream> {
    inner: AutoStream<S>,
    /// Whether styles are removed. A text is written at once, which the stream's own removal does not do.
    is_plain: bool,
    failed: Option<io::Error>,
}

impl<S: anstream::stream::RawStream> Stream<S>
where
    AutoStream<S>: Write,
{
    fn new(raw: S, choice: anstream::ColorChoice) -> Self {
        let is_plain = match choice {
            anstream::ColorChoice::Auto => AutoStream::choice(&raw),
            choice => choice,
        } == anstream::ColorChoice::Never;
        let choice = if is_plain {
            anstream::ColorChoice::AlwaysAnsi
        } else {
            choice
        };
        Self {
            inner: AutoStream::new(raw, choice),
            is_plain,
            failed: None,
        }
    }

    /// Writes, unless it has failed before.
    fn write(&mut self, text: &str) {
        if self.failed.is_none() {
            let text = if self.is_plain {
                Cow::Owned(strip_str(text).to_string())
            } else {
                Cow::Borrowed(text)
            };
            let written = self.inner.write_all(text.as_bytes());
            self.failed = written.and_then(|()| self.inner.flush()).err();
        }
    }
}

impl Output {
    pub(crate) fn new(color: ColorChoice) -> Self {
        let choice = match color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        Self {
            out: Stream::new(io::stdout(), choice),
            err: Stream::new(io::stderr(), choice),
            progress: None,
        }
    }

    /// Shows on a terminal that the command works, if it takes longer than a second.
    pub(crate) fn show_progress(&mut self) {
        self.progress = Progress::start();
    }

    fn err(&mut self, text: &str) {
        self.progress = None;
        self.err.write(text);
    }

    /// Prints a result.
    pub(crate) fn print(&mut self, text: &str) {
        self.progress = None;
        self.out.write(text);
    }

    /// Prints a result and ends the line.
    pub(crate) fn line(&mut self, text: &str) {
        self.print(&format!("{text}\n"));
    }

    /// Prints bytes unchanged.
    pub(crate) fn exact(&mut self, bytes: &[u8]) {
        self.progress = None;
        if self.out.failed.is_none() {
            let mut stdout = self.out.inner.as_inner();
            self.out.failed = stdout.write_all(bytes).and_then(|()| stdout.flush()).err();
        }
    }

    /// Reports a failure.
    pub(crate) fn fail(&mut self, text: &str) {
        let style = level(Level::Error);
        let text = readable(text);
        self.err(&format!("{style}error{style:#}: {text}\n"));
    }

    /// Reports a fact that is not a problem.
    pub(crate) fn note(&mut self, text: &str) {
        let text = readable(text);
        self.err(&format!("{BLUE}note{BLUE:#}: {text}\n"));
    }

    /// Prints to the standard error.
    pub(crate) fn aside(&mut self, text: &str) {
        self.err(text);
    }

    /// Whether the standard output is closed.
    pub(crate) fn is_closed(&self) -> bool {
        self.out.failed.is_some()
    }

    /// Whether all output was written. A closed pipe is not a failure.
    pub(crate) fn finish(mut self) -> Exit {
        match self.out.failed.take() {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => {
                self.fail(&format!("cannot write: {error}"));
                Exit::CouldNotRun
            }
            _ => Exit::Clean,
        }
    }
}

/// A report in colours.
pub(crate) fn colored(segments: &[Segment], of: Level) -> String {
    let mut out = String::new();
    for Segment { part, text } in segments {
        let style = match part {
            Part::Level | Part::Mark => level(of),
            Part::Message | Part::Help => BOLD,
            Part::Frame | Part::SecondMark => BLUE,
            Part::Place | Part::Code | Part::Excerpt => Style::new(),
        };
        let (line, end) = match text.strip_suffix('\n') {
            Some(line) => (line, "\n"),
            None => (text.as_str(), ""),
        };
        let _ = write!(out, "{style}{line}{style:#}{end}");
    }
    out
}

/// The colour of a level.
pub(crate) fn level(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::BrightRed.on_default().bold(),
        Level::Warning => AnsiColor::Yellow.on_default().bold(),
    }
}
