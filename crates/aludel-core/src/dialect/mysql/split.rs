//! Cuts a script into its statements, as the servers' own clients do.

use super::lexer::{Kind, Lexer, Token};
use crate::dialect::SplitError;

/// The statements of a script, without what ends them.
///
/// `DELIMITER` is understood, and the body of a routine, trigger or event is one statement without it too.
pub(super) fn split(script: &str) -> Result<Vec<&str>, SplitError> {
    let mut lexer = Lexer::new(script);
    let mut statements = Vec::new();
    let mut current = Current::default();
    while let Some(token) = lexer.next() {
        let token = token.map_err(|end| SplitError { line: line_of(script, end.start), what: end.what })?;
        if token.kind == Kind::Delimiter && current.body.depth() == 0 {
            statements.extend(current.finish(script, token.start));
            current = Current::default();
        } else if current.words == 0 && token.kind == Kind::Word && token.text.eq_ignore_ascii_case("delimiter") {
            let delimiter = lexer.rest_of_line().split_whitespace().next().unwrap_or(";");
            lexer.delimit(delimiter);
            current = Current::default();
        } else {
            current.read(token);
        }
    }
    statements.extend(current.finish(script, script.len()));
    Ok(statements)
}

fn line_of(script: &str, place: usize) -> usize {
    script.get(..place).unwrap_or(script).matches('\n').count() + 1
}

/// The statement that is being read.
#[derive(Default)]
struct Current {
    start: Option<usize>,
    /// How many tokens it has besides comments.
    words: usize,
    body: Body,
}

impl Current {
    fn read(&mut self, token: Token<'_>) {
        match token.kind {
            Kind::Space => return,
            Kind::Comment => {}
            Kind::Word => {
                self.words += 1;
                self.body.read(token.text, self.words);
            }
            Kind::Quoted | Kind::Text | Kind::Number | Kind::Symbol | Kind::Executable | Kind::Delimiter => {
                self.words += 1;
            }
        }
        self.start.get_or_insert(token.start);
    }

    fn finish<'a>(&self, script: &'a str, end: usize) -> Option<&'a str> {
        let statement = script.get(self.start.filter(|_| self.words > 0)?..end)?;
        Some(statement.trim_end())
    }
}

/// How deep in the blocks of a routine's body a statement is, in which semicolons do not end it.
#[derive(Default)]
struct Body {
    creates: bool,
    is_routine: bool,
    depth: usize,
    /// The last word was `END`, and what it ends is not known yet.
    ended: bool,
}

impl Body {
    fn read(&mut self, word: &str, place: usize) {
        let word = word.to_ascii_lowercase();
        let after_end = std::mem::take(&mut self.ended);
        match word.as_str() {
            "create" if place == 1 => self.creates = true,
            // MariaDB: `BEGIN NOT ATOMIC … END` outside of routines.
            "not" if place == 2 && self.depth > 0 => self.is_routine = true,
            "trigger" | "procedure" | "function" | "event" | "package" if self.creates => self.is_routine = true,
            "begin" if self.is_routine || place == 1 => self.depth += 1,
            "case" if self.is_routine && !after_end => self.depth += 1,
            "if" | "loop" | "while" | "repeat" | "for" if after_end => self.depth += 1,
            "end" if self.is_routine => {
                self.depth = self.depth.saturating_sub(1);
                self.ended = true;
            }
            _ => {}
        }
    }

    fn depth(&self) -> usize {
        if self.is_routine { self.depth } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(script: &str, expected: &[&str]) {
        assert_eq!(split(script).unwrap(), expected);
    }

    #[test]
    fn semicolons_in_strings_names_and_comments_do_not_count() {
        check(
            "insert into `a;b` values ('x;\\';', \"y;\"); # ;\n-- ;\n/* ; */ select 1 ;; \n",
            &["insert into `a;b` values ('x;\\';', \"y;\")", "# ;\n-- ;\n/* ; */ select 1"],
        );
    }

    #[test]
    fn comments_alone_are_no_statement() {
        check("-- nothing\n/* at all */;\n", &[]);
    }

    #[test]
    fn comments_that_are_run_are_statements() {
        check("/*!40101 SET NAMES utf8 */;\nselect 1", &["/*!40101 SET NAMES utf8 */", "select 1"]);
    }

    #[test]
    fn delimiter_is_understood() {
        check(
            "DELIMITER $$\ncreate trigger t before insert on a for each row begin set @a = 1; end$$\ndelimiter ;\nselect 1;",
            &["create trigger t before insert on a for each row begin set @a = 1; end", "select 1"],
        );
    }

    #[test]
    fn bodies_of_routines_are_one_statement() {
        let body = "create definer = `x`@`%` procedure p() begin if a then select 1; end if; \
                    case a when 1 then select case when a then 2 end; end case; while 1 do begin end; end while; end";
        check(&format!("{body}; select 2; begin; select 3"), &[body, "select 2", "begin", "select 3"]);
    }

    #[test]
    fn what_does_not_end_names_its_line() {
        assert_eq!(split("select 1;\n\nselect 'x"), Err(SplitError { line: 3, what: "string" }));
    }

    proptest! {
        #[test]
        fn any_text_is_split(text in any::<String>()) {
            let statements = split(&text).unwrap_or_default();
            prop_assert!(statements.iter().all(|statement| !statement.is_empty()));
        }

        #[test]
        fn statements_split_into_themselves(text in "[a-z'`; \n#/*-]{0,30}") {
            // Two dashes are a comment at the end of a text, and none before a semicolon.
            let statements = split(&text).unwrap_or_default().into_iter().filter(|one| !one.ends_with("--"));
            for statement in statements {
                prop_assert_eq!(split(statement).unwrap_or_default(), vec![statement]);
            }
        }
    }
}
