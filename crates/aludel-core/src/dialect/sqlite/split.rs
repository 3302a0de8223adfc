//! Cuts a script into statements, and tells those that need to stand outside of transactions.

use super::lexer::{Kind, Lexer, Token, Unterminated};
use crate::dialect::SplitError;

/// The statements of a script, without the semicolons between them.
///
/// A trigger's statements belong to it: it ends at an `END` that follows on a semicolon, as SQLite's own shell has it.
pub(super) fn split(script: &str) -> Result<Vec<&str>, SplitError> {
    let mut statements = Vec::new();
    let mut statement = Statement::default();
    for token in Lexer::new(script) {
        let token = token.map_err(|error| unterminated(script, &error))?;
        if token.is_symbol(";") && statement.ends_at_semicolon() {
            statements.extend(statement.text(script));
            statement = Statement::default();
        } else {
            statement.push(token);
        }
    }
    statements.extend(statement.text(script));
    Ok(statements)
}

/// True for statements that SQLite refuses inside a transaction, that do nothing there, or that end one.
pub(super) fn runs_outside_transactions(statement: &str) -> bool {
    let tokens = head(statement);
    let begins = |word: &str| tokens.first().is_some_and(|token| token.is_word(word));
    begins("VACUUM") || (begins("PRAGMA") && sets_session(&tokens)) || controls_transaction(statement)
}

/// True for statements that begin or end a transaction; savepoints are none.
pub(super) fn controls_transaction(statement: &str) -> bool {
    let tokens = head(statement);
    let is_word = |place: usize, word: &str| tokens.get(place).is_some_and(|token| token.is_word(word));
    let is_to_savepoint = is_word(1, "TO") || (is_word(1, "TRANSACTION") && is_word(2, "TO"));
    ["BEGIN", "COMMIT", "END"].iter().any(|word| is_word(0, word)) || (is_word(0, "ROLLBACK") && !is_to_savepoint)
}

/// The first tokens of a statement that are no comments.
fn head(statement: &str) -> Vec<Token<'_>> {
    let tokens = Lexer::new(statement).map_while(Result::ok);
    tokens.filter(|token| token.kind != Kind::Comment).take(8).collect()
}

/// What a statement sets foreign keys to, if that is all it does.
pub(super) fn foreign_keys(statement: &str) -> Option<bool> {
    let tokens: Vec<Token<'_>> =
        Lexer::new(statement).map_while(Result::ok).filter(|token| token.kind != Kind::Comment).take(6).collect();
    let [pragma, name, sign, value, rest @ ..] = tokens.as_slice() else { return None };
    let sets = sign.is_symbol("=") || (sign.is_symbol("(") && rest.first().is_some_and(|token| token.is_symbol(")")));
    if !pragma.is_word("PRAGMA") || !name.is_word("foreign_keys") || !sets {
        return None;
    }
    match value.text.trim_matches(['\'', '"']).to_ascii_lowercase().as_str() {
        "on" | "true" | "yes" | "1" => Some(true),
        "off" | "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// True for pragmas that an open transaction keeps from being set.
fn sets_session(tokens: &[Token<'_>]) -> bool {
    const SETTINGS: [&str; 4] = ["foreign_keys", "journal_mode", "synchronous", "temp_store"];
    // In `PRAGMA main.journal_mode` a database stands in front.
    let (name, rest) = match tokens {
        [_, _, dot, name, rest @ ..] if dot.is_symbol(".") => (name, rest),
        [_, name, rest @ ..] => (name, rest),
        _ => return false,
    };
    let is = |word: &str| name.name().is_some_and(|name| name.eq_ignore_ascii_case(word));
    let sets = rest.first().is_some_and(|token| token.is_symbol("=") || token.is_symbol("("));
    is("wal_checkpoint") || (sets && SETTINGS.iter().any(|setting| is(setting)))
}

/// What is known of a statement from its tokens so far.
#[derive(Default)]
struct Statement<'a> {
    /// The byte at which it begins, comments before it included.
    start: Option<usize>,
    /// The byte behind its last token that is no comment.
    end: Option<usize>,
    /// Its first words.
    head: Vec<Token<'a>>,
    /// The last two tokens.
    last: [Option<Token<'a>>; 2],
}

impl<'a> Statement<'a> {
    fn push(&mut self, token: Token<'a>) {
        self.start.get_or_insert(token.start);
        if token.kind == Kind::Comment {
            return;
        }
        self.end = Some(token.end());
        // `EXPLAIN QUERY PLAN CREATE TEMP TRIGGER` is the longest head that counts.
        if self.head.len() < 6 {
            self.head.push(token);
        }
        let [_, before] = self.last;
        self.last = [before, Some(token)];
    }

    fn ends_at_semicolon(&self) -> bool {
        let ends_body =
            || matches!(&self.last, [Some(before), Some(end)] if before.is_symbol(";") && end.is_word("END"));
        !self.is_trigger() || ends_body()
    }

    fn is_trigger(&self) -> bool {
        let words: Vec<&Token<'_>> = self
            .head
            .iter()
            .skip_while(|token| ["EXPLAIN", "QUERY", "PLAN"].iter().any(|word| token.is_word(word)))
            .collect();
        match words.as_slice() {
            [create, trigger, ..] if create.is_word("CREATE") && trigger.is_word("TRIGGER") => true,
            [create, temp, trigger, ..] => {
                create.is_word("CREATE")
                    && (temp.is_word("TEMP") || temp.is_word("TEMPORARY"))
                    && trigger.is_word("TRIGGER")
            }
            _ => false,
        }
    }

    fn text(&self, script: &'a str) -> Option<&'a str> {
        script.get(self.start?..self.end?)
    }
}

fn unterminated(script: &str, error: &Unterminated) -> SplitError {
    let before = script.get(..error.start).unwrap_or_default();
    SplitError { line: before.matches('\n').count() + 1, what: error.what }
}
