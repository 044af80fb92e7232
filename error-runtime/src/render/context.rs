//! Render contexts: everything that writing the texts of one error takes.

use alloc::borrow::Cow;
use alloc::string::String;
use core::time::Duration;

use error_layout::grammar::delay_seconds;
use error_layout::program::{argument, escape};
use error_layout::vocabulary;

use super::argument::{Argument, Arguments};
use crate::catalog::Entry;
use crate::catalog::Visibility;
use crate::values::Kind;

/// One error of a response. Not generic over the catalog, so that rendering is compiled once.
#[derive(Clone, Copy)]
pub(crate) struct RenderContext<'r> {
    pub(crate) entry: Entry<'static>,
    pub(crate) arguments: Option<&'r Arguments>,
    /// The id of the request that the whole response is for; it comes before the error's own.
    pub(crate) request_id: Option<&'r str>,
    pub(crate) status: u16,
    /// Whether parameters that identify a patient are written as `<personal>`. In responses there are none.
    pub(crate) hide_personal: bool,
    /// Whether delays are written in whole seconds, as in headers.
    pub(crate) whole_seconds: bool,
    /// The language that was selected for the response, which all its errors have.
    pub(crate) language: Option<&'static str>,
}

impl<'r> RenderContext<'r> {
    /// Returns the context with the entry in the language of a response.
    pub(crate) fn in_language(self, language: Option<&'static str>) -> Self {
        match language {
            Some(tag) => Self {
                entry: self.entry.in_language(tag),
                language,
                ..self
            },
            None => self,
        }
    }

    /// Returns the arguments that may be given, as bits.
    pub(super) fn given(&self) -> u32 {
        let request_id = if self.request_id.is_some() {
            argument::bit(argument::REQUEST_ID)
        } else {
            0
        };
        argument::IMPLICIT | request_id | self.arguments.map_or(0, Arguments::given)
    }

    /// Returns whether an argument is given.
    pub(super) fn has(&self, argument: u8) -> bool {
        match argument {
            argument::EXPRESSION | argument::LOCATION => !self.list(argument).is_empty(),
            _ => self.argument(argument).is_some(),
        }
    }

    /// Returns the items of a list argument.
    pub(super) fn list(&self, argument: u8) -> &'r [Cow<'static, str>] {
        self.arguments.map_or(&[], |arguments| arguments.list(argument))
    }

    /// Writes an argument, or the text that stands for none.
    pub(super) fn write(&self, argument: u8, escape: u8, out: &mut String) {
        match self.argument(argument) {
            Some(value) => value.write(escape, out),
            // A whole JSON value cannot be nothing.
            None if matches!(escape, escape::JSON_VALUE | escape::JSON_STRING) => out.push_str("null"),
            None => {}
        }
    }

    /// Returns an argument that is not a list.
    pub(super) fn argument(&self, argument: u8) -> Option<Argument<'r>> {
        let own = self.arguments;
        let quoted = |text: Option<&'r str>| Some(Argument::Text(text?, Kind::Quoted));
        match argument {
            argument::DIAGNOSTICS => quoted(own?.diagnostics.as_deref()),
            argument::REQUEST_ID => quoted(self.request_id.or_else(|| own?.request_id.as_deref())),
            argument::ID => quoted(own?.id.as_deref()),
            argument::INSTANCE => quoted(own?.instance.as_deref()),
            argument::TIME => match own.and_then(|own| own.time.as_deref()) {
                Some(time) => quoted(Some(time)),
                None => cfg!(feature = "std").then_some(Argument::Now),
            },
            argument::RETRY_AFTER => Some(Argument::Delay(self.retry_after()?)),
            argument::STATUS => Some(Argument::Number(self.status.into())),
            argument::REASON => quoted(Some(vocabulary::reason(self.status))),
            _ => {
                let position = usize::from(argument.checked_sub(argument::PARAMETER)?);
                let (text, kind) = own?.parameters.get(position)?;
                if self.hide_personal && self.is_personal(position) {
                    return quoted(Some("<personal>"));
                }
                Some(Argument::Text(text, kind))
            }
        }
    }

    fn is_personal(&self, position: usize) -> bool {
        let parameter = self.entry.parameters().get(position);
        parameter.is_none_or(|parameter| parameter.visibility == Visibility::Personal)
    }

    /// Returns the time to wait.
    fn retry_after(&self) -> Option<Duration> {
        let own = self.arguments.and_then(|own| own.retry_after);
        let delay = own.or_else(|| self.entry.retry_after())?;
        Some(if self.whole_seconds {
            Duration::from_secs(delay_seconds(delay))
        } else {
            delay
        })
    }
}
