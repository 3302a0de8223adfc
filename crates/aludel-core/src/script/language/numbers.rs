//! How numbers run: of sequences and of identity columns.

use crate::schema::{Identity, IdentityMode, SequenceOptions};

/// Says how numbers run: of [`sequence`](fn@super::sequence) and of [`identity`].
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.create_sequence(sequence("ticket_numbers").start(1000).increment(10));
/// assert_eq!(op.finish().recorded.len(), 1);
/// ```
pub trait Numbering: Sized {
    /// The place where it is kept.
    #[doc(hidden)]
    fn options_mut(&mut self) -> &mut SequenceOptions;

    /// The first number.
    fn start(mut self, number: i64) -> Self {
        self.options_mut().start = Some(number);
        self
    }

    /// The step from one number to the next.
    fn increment(mut self, step: i64) -> Self {
        self.options_mut().increment = Some(step);
        self
    }

    /// The lowest number.
    fn minimum(mut self, number: i64) -> Self {
        self.options_mut().minimum = Some(number);
        self
    }

    /// The highest number.
    fn maximum(mut self, number: i64) -> Self {
        self.options_mut().maximum = Some(number);
        self
    }

    /// How many numbers a session takes at once.
    fn cache(mut self, amount: i64) -> Self {
        self.options_mut().cache = Some(amount);
        self
    }

    /// Starts again at its end.
    fn cycle(mut self) -> Self {
        self.options_mut().cycle = true;
        self
    }
}

/// An identity column, for [`ColumnBuilder::identity`](super::ColumnBuilder::identity): `identity()` lets a row bring its
/// own number, `identity().always()` does not.
pub fn identity() -> IdentityBuilder {
    IdentityBuilder(Identity::default())
}

/// What a script says of an identity column.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("postgres");
/// op.add_column("orders", column("number").big_integer().identity(identity().always().start(1000)));
/// assert_eq!(op.finish().recorded.len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct IdentityBuilder(pub(super) Identity);

impl IdentityBuilder {
    /// Refuses rows that bring their own number.
    pub fn always(mut self) -> Self {
        self.0.mode = IdentityMode::Always;
        self
    }
}

impl Numbering for IdentityBuilder {
    fn options_mut(&mut self) -> &mut SequenceOptions {
        &mut self.0.options
    }
}
