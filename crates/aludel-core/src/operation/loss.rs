//! What data an operation can lose.

use super::Operation;
use crate::schema::{Column, ColumnType, Generation, IntegerWidth};

impl Operation {
    /// What data this operation can lose, in words; `None` where it loses none.
    ///
    /// ```
    /// use aludel_core::operation::Operation;
    /// use aludel_core::schema::Table;
    ///
    /// let drop = Operation::DropTable { table: Table::new("users") };
    /// assert_eq!(drop.loss().as_deref(), Some("drops table users and every row in it"));
    /// ```
    pub fn loss(&self) -> Option<String> {
        match self {
            Self::DropTable { table } => Some(format!("drops table {} and every row in it", table.name)),
            Self::DropColumn { table, column } if holds_data(column) => {
                Some(format!("drops column {table}.{} and every value in it", column.name))
            }
            Self::AlterColumn { table, from, to, .. } if computes_instead(from, to) => {
                Some(format!("computes column {table}.{} from now on: every value in it goes", to.name))
            }
            Self::AlterColumn { table, from, to, .. } if narrows(&from.ty, &to.ty) => Some(format!(
                "changes {table}.{} from {} to {}: values that do not fit are refused or cut",
                to.name, from.ty, to.ty
            )),
            Self::AlterEnum { from, to } => {
                let gone: Vec<&str> =
                    from.values.iter().filter(|value| !to.values.contains(value)).map(String::as_str).collect();
                (!gone.is_empty()).then(|| format!("takes {} out of enum type {}", gone.join(", "), to.name))
            }
            Self::DropSequence { sequence } => Some(format!("drops sequence {} and where it stood", sequence.name)),
            Self::DeleteRows { table, rows, .. } => Some(format!("deletes {} rows of {table}", rows.len())),
            Self::Batch { operations, .. } => {
                let losses: Vec<String> = operations.iter().filter_map(Self::loss).collect();
                (!losses.is_empty()).then(|| losses.join("; "))
            }
            Self::DropColumn { .. }
            | Self::AlterColumn { .. }
            | Self::CreateNamespace { .. }
            | Self::DropNamespace { .. }
            | Self::CreateTable { .. }
            | Self::RenameTable { .. }
            | Self::AlterTableOptions { .. }
            | Self::AlterTableComment { .. }
            | Self::AddColumn { .. }
            | Self::RenameColumn { .. }
            | Self::CreateConstraint { .. }
            | Self::DropConstraint { .. }
            | Self::RenameConstraint { .. }
            | Self::CreateIndex { .. }
            | Self::DropIndex { .. }
            | Self::RenameIndex { .. }
            | Self::CreateEnum { .. }
            | Self::DropEnum { .. }
            | Self::RenameEnum { .. }
            | Self::CreateSequence { .. }
            | Self::AlterSequence { .. }
            | Self::CreateView { .. }
            | Self::DropView { .. }
            | Self::AlterView { .. }
            | Self::Execute { .. }
            | Self::InsertRows { .. }
            | Self::FillColumn { .. }
            | Self::Run { .. } => None,
        }
    }
}

/// False for columns whose values the database computes.
fn holds_data(column: &Column) -> bool {
    !matches!(column.generation, Some(Generation::Expression { .. }))
}

/// True for a column whose values were written and are computed from now on: none of them stays.
pub(crate) fn computes_instead(from: &Column, to: &Column) -> bool {
    holds_data(from) && !holds_data(to)
}

/// True unless each value of the one type is a value of the other.
fn narrows(from: &ColumnType, to: &ColumnType) -> bool {
    use ColumnType as Ty;
    let fits = |from: Option<u32>, to: Option<u32>| to.is_none_or(|to| from.is_some_and(|from| from <= to));
    match (from, to) {
        (Ty::Integer { width: from, unsigned: false }, Ty::Integer { width: to, unsigned: false })
        | (Ty::Integer { width: from, unsigned: true }, Ty::Integer { width: to, unsigned: true }) => from > to,
        (Ty::Integer { width: from, unsigned: true }, Ty::Integer { width: to, unsigned: false }) => from >= to,
        (Ty::Real, Ty::Double) => false,
        (Ty::Char { length: from } | Ty::Varchar { length: from }, Ty::Varchar { length: to }) => !fits(*from, *to),
        (Ty::Char { .. } | Ty::Varchar { .. }, Ty::Text { size }) => *size == crate::schema::LobSize::Tiny,
        (Ty::Text { size: from }, Ty::Text { size: to }) | (Ty::Blob { size: from }, Ty::Blob { size: to }) => {
            from > to
        }
        (Ty::Binary { .. } | Ty::Varbinary { .. }, Ty::Blob { size }) => *size == crate::schema::LobSize::Tiny,
        (Ty::Varbinary { length: from }, Ty::Varbinary { length: to }) => !fits(*from, *to),
        (
            Ty::Numeric { precision: Some(from), scale: from_scale },
            Ty::Numeric { precision: Some(to), scale: to_scale },
        ) => {
            let (from_scale, to_scale) = (from_scale.unwrap_or(0), to_scale.unwrap_or(0));
            from_scale > to_scale || i32::from(*from) - i32::from(from_scale) > i32::from(*to) - i32::from(to_scale)
        }
        (Ty::Json, Ty::Jsonb) | (Ty::Integer { .. }, Ty::Text { .. }) => false,
        (Ty::Integer { width, .. }, Ty::Varchar { length }) => !fits(Some(characters(*width)), *length),
        (Ty::Array { element: from }, Ty::Array { element: to }) => narrows(from, to),
        (Ty::Enum { values: from, .. }, Ty::Enum { values: to, .. })
        | (Ty::Set { values: from }, Ty::Set { values: to }) => !from.iter().all(|value| to.contains(value)),
        (from, to) => from != to,
    }
}

/// How many characters the longest whole number of a size has, its sign counted.
fn characters(width: IntegerWidth) -> u32 {
    match width {
        IntegerWidth::Tiny => 4,
        IntegerWidth::Small => 6,
        IntegerWidth::Medium => 8,
        IntegerWidth::Regular => 11,
        IntegerWidth::Big => 20,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Storage;

    fn loss(from: Column, to: Column) -> Option<String> {
        Operation::AlterColumn { table: "t".into(), from, to, using: None }.loss()
    }

    #[test]
    fn what_was_written_and_is_computed_from_now_on_goes_whatever_the_type() {
        let plain = |ty| Column::new("a", ty);
        let computed = |ty| {
            let expression = Generation::Expression { sql: "id * 2".into(), storage: Storage::Stored };
            Column { generation: Some(expression), ..plain(ty) }
        };
        let expected = Some("computes column t.a from now on: every value in it goes".to_owned());
        assert_eq!(loss(plain(ColumnType::integer()), computed(ColumnType::integer())), expected);
        assert_eq!(loss(plain(ColumnType::text()), computed(ColumnType::integer())), expected);
        assert_eq!(loss(computed(ColumnType::integer()), plain(ColumnType::integer())), None);
        assert_eq!(loss(computed(ColumnType::integer()), computed(ColumnType::integer())), None);
    }

    #[test]
    fn a_type_that_takes_every_value_of_the_other_loses_none() {
        let loss = |from: ColumnType, to: ColumnType| loss(Column::new("a", from), Column::new("a", to));
        assert_eq!(loss(ColumnType::integer(), ColumnType::text()), None);
        assert_eq!(loss(ColumnType::integer(), ColumnType::varchar(11)), None);
        assert!(loss(ColumnType::integer(), ColumnType::varchar(10)).is_some());
        let array = ColumnType::array;
        assert_eq!(loss(array(ColumnType::varchar(20)), array(ColumnType::text())), None);
        assert!(loss(array(ColumnType::text()), array(ColumnType::varchar(20))).is_some());
        let untyped = ColumnType::Raw { sql: String::new() };
        assert_eq!(
            loss(untyped, ColumnType::integer()).as_deref(),
            Some("changes t.a from no type to 32-bit integer: values that do not fit are refused or cut")
        );
    }
}
