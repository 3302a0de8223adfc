//! Cuts a script into its statements.

use super::token::{Kind, Token, tokens};
use crate::dialect::SplitError;

/// The statements of a script, in order. See [`Dialect::split`](crate::dialect::Dialect::split).
pub(super) fn split(script: &str) -> Result<Vec<&str>, SplitError> {
    let mut statements = Vec::new();
    let mut current = Statement::default();
    for token in tokens(script) {
        if let Kind::Unfinished(what) = token.kind {
            return Err(SplitError { line: line(script, token.start), what });
        }
        if !current.ends_with(&token) {
            current.take(&token);
            continue;
        }
        if current.copies_from_client() {
            return Err(SplitError { line: line(script, token.start), what: "data of COPY … FROM stdin" });
        }
        statements.extend(current.text(script));
        current = Statement { begin: token.start + token.text.len(), ..Statement::default() };
    }
    statements.extend(current.text(script));
    Ok(statements)
}

/// The line of a place, from 1.
fn line(script: &str, place: usize) -> usize {
    script.get(..place).unwrap_or_default().matches('\n').count() + 1
}

/// The statement that is being read.
#[derive(Default)]
struct Statement<'a> {
    begin: usize,
    end: usize,
    /// Parentheses that are open.
    parentheses: usize,
    /// `BEGIN ATOMIC` and `CASE` that are open; semicolons between them and their `END` belong to the statement.
    blocks: usize,
    first_word: Option<&'a str>,
    last_words: [Option<&'a str>; 2],
    says_something: bool,
}

impl<'a> Statement<'a> {
    fn ends_with(&self, token: &Token<'_>) -> bool {
        token.is_symbol(";") && self.parentheses == 0 && self.blocks == 0
    }

    fn take(&mut self, token: &Token<'a>) {
        if matches!(token.kind, Kind::Blank | Kind::Comment) {
            return;
        }
        self.says_something = true;
        self.end = token.start + token.text.len();
        match token.text {
            "(" => self.parentheses += 1,
            ")" => self.parentheses = self.parentheses.saturating_sub(1),
            _ => {}
        }
        let word = (token.kind == Kind::Word).then_some(token.text);
        let after_begin = self.last_word_is("begin");
        if token.is_word("atomic") && after_begin || token.is_word("case") && self.blocks > 0 {
            self.blocks += 1;
        } else if token.is_word("end") {
            self.blocks = self.blocks.saturating_sub(1);
        }
        self.first_word = self.first_word.or(word);
        let [_, last] = self.last_words;
        self.last_words = [last, word];
    }

    fn last_word_is(&self, word: &str) -> bool {
        let [_, last] = self.last_words;
        last.is_some_and(|last| last.eq_ignore_ascii_case(word))
    }

    /// `COPY … FROM stdin`: rows follow that are no SQL.
    fn copies_from_client(&self) -> bool {
        let [before, _] = self.last_words;
        let is = |word: Option<&str>, wanted: &str| word.is_some_and(|word| word.eq_ignore_ascii_case(wanted));
        is(self.first_word, "copy") && is(before, "from") && self.last_word_is("stdin")
    }

    fn text(&self, script: &'a str) -> Option<&'a str> {
        script.get(self.begin..self.end).filter(|_| self.says_something).map(str::trim_start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(script: &str, statements: &[&str]) {
        assert_eq!(split(script).unwrap(), statements);
    }

    #[test]
    fn semicolons_part_statements() {
        check("SELECT 1; SELECT 2", &["SELECT 1", "SELECT 2"]);
        check(";;\n ; SELECT 1;\n", &["SELECT 1"]);
        check("", &[]);
    }

    #[test]
    fn semicolons_in_strings_names_and_comments_do_not() {
        check("SELECT ';', E'\\';', \"a;b\"; SELECT 2", &["SELECT ';', E'\\';', \"a;b\"", "SELECT 2"]);
        check("SELECT 1 /* a; /* b; */ */ + 2 -- c;\n", &["SELECT 1 /* a; /* b; */ */ + 2"]);
        check("DO $x$ BEGIN PERFORM $$;$$; END $x$; SELECT 2", &["DO $x$ BEGIN PERFORM $$;$$; END $x$", "SELECT 2"]);
    }

    #[test]
    fn bodies_in_standard_sql_are_part_of_their_statement() {
        let function = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END";
        check(&format!("{function}; SELECT 3"), &[function, "SELECT 3"]);
        let rule = "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM u; DELETE FROM v)";
        check(&format!("{rule}; SELECT 3"), &[rule, "SELECT 3"]);
        check("BEGIN; SELECT 1; END; SELECT 2", &["BEGIN", "SELECT 1", "END", "SELECT 2"]);
    }

    #[test]
    fn comments_stay_with_what_follows() {
        check("-- one\nSELECT 1; -- two\nSELECT 2; -- end", &["-- one\nSELECT 1", "-- two\nSELECT 2"]);
        check("-- nothing;\n/* at all; */", &[]);
    }

    #[test]
    fn what_does_not_end_is_said() {
        let error = |script| split(script).unwrap_err();
        assert_eq!(error("SELECT 1;\nSELECT 'a"), SplitError { line: 2, what: "string" });
        assert_eq!(error("\n\nSELECT \"a"), SplitError { line: 3, what: "quoted name" });
        assert_eq!(error("/* /* */"), SplitError { line: 1, what: "comment" });
        assert_eq!(error("DO $a$ $$"), SplitError { line: 1, what: "dollar-quoted string" });
        assert_eq!(error("COPY t FROM stdin;\n1\n\\.\n").line, 1);
    }

    proptest! {
        #[test]
        fn statements_are_parts_of_the_script(script in "[a-z ;'\"$()/*\\-é\n]{0,40}") {
            for statement in split(&script).unwrap_or_default() {
                prop_assert!(script.contains(statement));
                prop_assert_eq!(statement.trim(), statement);
            }
        }
    }
}
