//! The Rust that scripts are written in: calls, chains of them, lists and closures.

/// A Rust expression, as far as scripts have them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    /// A literal, or a path.
    Word(String),
    /// `name(arguments)`
    Call(Call),
    /// `first.name(arguments).name(arguments)`
    Chain(Box<Expression>, Vec<Call>),
    /// `[items]`
    Array(Vec<Expression>),
    /// `(items)`, two of them or more
    Tuple(Vec<Expression>),
    /// `|op| { statements }`, or `|_| {}`
    Closure(Vec<Statement>),
    /// `name![items]`
    Macro(&'static str, Vec<Expression>),
    /// `name = value`, in an attribute
    Given(&'static str, Box<Expression>),
}

/// A call of a function or method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) name: &'static str,
    pub(super) arguments: Vec<Expression>,
}

/// An expression with a semicolon behind it and comments above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) comments: Vec<String>,
    pub(super) expression: Expression,
}

/// A call with these arguments.
pub(super) fn call(name: &'static str, arguments: impl IntoIterator<Item = Expression>) -> Call {
    Call { name, arguments: arguments.into_iter().collect() }
}

/// A call without arguments.
pub(super) fn plain(name: &'static str) -> Call {
    call(name, [])
}

/// A call, and those that follow on it.
pub(super) fn chain(first: Call, calls: Vec<Call>) -> Expression {
    let first = Expression::Call(first);
    if calls.is_empty() { first } else { Expression::Chain(Box::new(first), calls) }
}
