//! What shared code has to know of a dialect.

/// Facts about a dialect that shared code asks for; each has a reader, named at the fact.
///
/// ```
/// use aludel_core::dialect;
///
/// let dialect = dialect::by_name("mysql").expect("it is one of them");
/// assert!(!dialect.capabilities().transactional_ddl);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Changes of the schema can be rolled back. Read by the planner and the executor.
    pub transactional_ddl: bool,
    /// A unique constraint is a unique index and nothing else. Read by [`align`](super::align()).
    pub unique_is_index: bool,
    /// There are named enum types. Read by [`align`](super::align()).
    pub enum_types: bool,
    /// There are namespaces besides the default one. Read by [`align`](super::align()).
    pub namespaces: bool,
    /// There are sequences that stand alone. Read by [`align`](super::align()).
    pub sequences: bool,
    /// Tables and columns have comments. Read by the comparison.
    pub comments: bool,
    /// Decimal numbers keep all their digits. Read by what writes models.
    pub exact_numbers: bool,
    /// The character set and the collation of identifiers that are compared byte by byte; `None` where text is compared so
    /// anyway. Read by the ledger and the journal.
    pub exact_text: Option<[&'static str; 2]>,
    /// The statement that opens a transaction. Read by the drivers and by offline scripts.
    pub begin: &'static str,
}
