//! Enum types, sequences and views in a script.

use super::index::IndexBuilder;
use super::numbers::Numbering;
use super::types::Typed;
use crate::name::ObjectName;
use crate::operation::CompleteError;
use crate::schema::{ColumnType, EnumType, Sequence, SequenceOptions, View};

/// A named type of these values, in the order in which they sort.
pub fn enum_type<V: Into<String>>(name: impl Into<ObjectName>, values: impl IntoIterator<Item = V>) -> EnumTypeBuilder {
    EnumTypeBuilder(EnumType::new(name, values))
}

/// What a script says of an enum type.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("postgres");
/// op.create_enum(enum_type("mood", ["sad", "happy"]).comment("how it went"));
/// op.add_column("days", column("mood").enum_type("mood").nullable());
/// assert_eq!(op.finish().recorded.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct EnumTypeBuilder(pub(super) EnumType);

impl EnumTypeBuilder {
    /// What people are told of it.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.0.comment = Some(comment.into());
        self
    }
}

impl From<EnumTypeBuilder> for EnumType {
    fn from(builder: EnumTypeBuilder) -> Self {
        builder.0
    }
}

/// A sequence of numbers that stands alone.
pub fn sequence(name: impl Into<ObjectName>) -> SequenceBuilder {
    SequenceBuilder { sequence: Sequence::new(name), mistake: None }
}

/// What a script says of a sequence: how its numbers run with [`Numbering`], their type with [`Typed`].
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("postgres");
/// op.create_sequence(sequence("ticket_numbers").integer().start(1000).cycle());
/// assert_eq!(op.finish().recorded.len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct SequenceBuilder {
    sequence: Sequence,
    mistake: Option<String>,
}

impl SequenceBuilder {
    /// What people are told of it.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.sequence.comment = Some(comment.into());
        self
    }

    pub(super) fn build(self) -> Result<Sequence, String> {
        match self.mistake {
            Some(mistake) => Err(format!("sequence \"{}\": {mistake}", self.sequence.name)),
            None => Ok(self.sequence),
        }
    }
}

impl TryFrom<SequenceBuilder> for Sequence {
    type Error = CompleteError;

    fn try_from(builder: SequenceBuilder) -> Result<Self, CompleteError> {
        builder.build().map_err(CompleteError::Invalid)
    }
}

impl Numbering for SequenceBuilder {
    fn options_mut(&mut self) -> &mut SequenceOptions {
        &mut self.sequence.options
    }
}

impl Typed for SequenceBuilder {
    fn type_mut(&mut self) -> &mut Option<ColumnType> {
        &mut self.sequence.ty
    }

    fn mistake(mut self, reason: &str) -> Self {
        self.mistake.get_or_insert_with(|| reason.to_owned());
        self
    }
}

/// A view and its query.
pub fn view(name: impl Into<ObjectName>, query: impl Into<String>) -> ViewBuilder {
    ViewBuilder(View::new(name, query))
}

/// What a script says of a view.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("postgres");
/// op.create_view(view("active_users", "SELECT * FROM users WHERE active").depends_on(["users"]));
/// op.create_view(view("totals", "SELECT day, sum(amount) FROM sales GROUP BY day").materialized().index(["day"]));
/// assert_eq!(op.finish().recorded.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct ViewBuilder(pub(super) View);

impl ViewBuilder {
    /// Its rows are kept (PostgreSQL).
    pub fn materialized(mut self) -> Self {
        self.0.materialized = true;
        self
    }

    /// One more index; of a materialised view only.
    pub fn index(mut self, index: impl Into<IndexBuilder>) -> Self {
        self.0.indexes.insert(index.into().build(&self.0.name));
        self
    }

    /// Tables and views that it reads.
    pub fn depends_on<N: Into<ObjectName>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.0.depends_on.extend(names.into_iter().map(Into::into));
        self
    }

    /// What people are told of it.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.0.comment = Some(comment.into());
        self
    }
}

impl From<ViewBuilder> for View {
    fn from(builder: ViewBuilder) -> Self {
        builder.0
    }
}
