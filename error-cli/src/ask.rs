//! Questions on a terminal.

use std::io::{self, BufRead, IsTerminal as _, Write};

/// Asks questions and reads the answers.
pub(crate) struct Asker<'t> {
    answers: Box<dyn BufRead + 't>,
    questions: Box<dyn Write + 't>,
}

impl<'t> Asker<'t> {
    /// Asks on the terminal; `None` if the standard input or the standard error is not one.
    pub(crate) fn on_terminal() -> Option<Self> {
        let is_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
        is_terminal.then(|| Self::new(io::stdin().lock(), io::stderr()))
    }

    /// Reads a line for each answer.
    pub(crate) fn new(answers: impl BufRead + 't, questions: impl Write + 't) -> Self {
        Self {
            answers: Box::new(answers),
            questions: Box::new(questions),
        }
    }

    /// Returns the answer, or the default if it is empty. The end of the input is an error.
    pub(crate) fn ask(&mut self, question: &str, default: &str) -> Result<String, String> {
        let hint = if default.is_empty() {
            String::new()
        } else {
            format!(" [{default}]")
        };
        let asked = write!(self.questions, "{question}{hint}: ").and_then(|()| self.questions.flush());
        let mut line = String::new();
        match asked.and_then(|()| self.answers.read_line(&mut line)) {
            Ok(0) => Err("cancelled: the input has ended".to_owned()),
            Ok(_) => {
                let answer = line.trim();
                Ok(if answer.is_empty() { default } else { answer }.to_owned())
            }
            Err(error) => Err(format!("cannot read the answer: {error}")),
        }
    }

    /// Asks until the answer is one that `parse` accepts.
    pub(crate) fn choose<T>(
        &mut self,
        question: &str,
        default: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, String> {
        loop {
            if let Some(choice) = parse(&self.ask(question, default)?) {
                return Ok(choice);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Asker;

    #[test]
    fn an_empty_answer_is_the_default_and_the_end_of_the_input_an_error() {
        let mut questions = Vec::new();
        {
            let mut asker = Asker::new(&b"  Ada \n\r\n"[..], &mut questions);
            assert_eq!(asker.ask("Name", "x").as_deref(), Ok("Ada"));
            assert_eq!(asker.ask("Name", "x").as_deref(), Ok("x"));
            assert!(asker.ask("Name", "x").unwrap_err().contains("cancelled"));
        }
        assert_eq!(String::from_utf8(questions).unwrap(), "Name [x]: ".repeat(3));
        let mut wrong = Asker::new(&b"\xff\n"[..], std::io::sink());
        assert!(wrong.ask("Name", "").unwrap_err().contains("cannot read the answer"));
    }

    #[test]
    fn a_question_is_asked_again_until_the_answer_is_one_of_the_choices() {
        let mut questions = Vec::new();
        let mut asker = Asker::new(&b"three\n\n2\n"[..], &mut questions);
        assert_eq!(asker.choose("Number", "none", |text| text.parse::<u8>().ok()), Ok(2));
        drop(asker);
        assert_eq!(String::from_utf8(questions).unwrap(), "Number [none]: ".repeat(3));
    }
}
