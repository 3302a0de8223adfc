//! Asks a person, on a terminal, what a comparison cannot know.

use std::io::{BufRead as _, IsTerminal as _};

use aludel_core::command::{Answer, Question};
use aludel_core::error::{Error, ErrorKind};

use super::args::Global;
use super::output::Printer;

/// True where somebody sits there to answer, and did not forbid to be asked.
pub(super) fn is_possible(global: &Global) -> bool {
    !global.no_input && !global.json && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks the first of the questions, again until the answer means something.
pub(super) fn ask(questions: &[Question], printer: &Printer) -> Result<Answer, Error> {
    let Some(question) = questions.first() else { return Err(stopped()) };
    printer.prompt(&format!("{question}\n{}", choices(question)));
    for line in std::io::stdin().lock().lines() {
        match answer(question, line.map_err(|_| stopped())?.trim()) {
            Some(answer) => return Ok(answer),
            None => printer.prompt(&choices(question)),
        }
    }
    Err(stopped())
}

/// What can be typed.
fn choices(question: &Question) -> String {
    match question {
        Question::Renamed { gone, candidates } => {
            let renamed = candidates.iter().enumerate().map(|(at, new)| format!("  {} renamed to {new}\n", at + 1));
            let dropped = format!("  {} dropped, and the data in {gone} is lost\n", candidates.len() + 1);
            format!("{}{dropped}your choice: ", renamed.collect::<String>())
        }
        Question::Fill { .. } => "the value, as SQL, such as 'reader' or 0 or now(): ".to_owned(),
    }
}

/// What a line means; `None` where it means nothing.
fn answer(question: &Question, line: &str) -> Option<Answer> {
    match question {
        Question::Renamed { candidates, .. } => match line.parse::<usize>().ok()?.checked_sub(1)? {
            at if at == candidates.len() => Some(Answer::Dropped),
            at => candidates.get(at).cloned().map(Answer::Renamed),
        },
        Question::Fill { .. } => (!line.is_empty()).then(|| Answer::Fill(line.to_owned())),
    }
}

fn stopped() -> Error {
    Error::new(ErrorKind::Refused, "nobody answered, and nothing was written")
        .help("answer with flags: `db migrate --help`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_one_of_the_choices_or_not_at_all() {
        let question = Question::Renamed { gone: "users".into(), candidates: vec!["people".into(), "persons".into()] };
        assert_eq!(answer(&question, "2"), Some(Answer::Renamed("persons".into())));
        assert_eq!(answer(&question, "3"), Some(Answer::Dropped));
        for line in ["", "0", "4", "people", "-1"] {
            assert_eq!(answer(&question, line), None, "{line}");
        }
        let question = Question::Fill { column: "users.kind".into(), rows: None };
        assert_eq!(answer(&question, "'reader'"), Some(Answer::Fill("'reader'".into())));
        assert_eq!(answer(&question, ""), None);
    }
}
