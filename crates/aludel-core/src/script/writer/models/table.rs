//! Keys, indexes, checks and foreign keys as attributes of the field or of the struct, as near to the column as they go.

use std::collections::BTreeSet;

use super::super::constraint::action_words;
use super::super::expression::{Expression, call};
use super::super::literal::text;
use super::column::Said;
use super::{flag, given, is_name};
use crate::name;
use crate::schema::{
    Check, Constraint, Deferral, ForeignKey, Index, IndexPart, IndexTarget, MatchType, Objects, PrimaryKey,
    ReferentialAction, Schema, Table, Unique, Validity,
};

/// The keys of a field.
#[derive(Clone, Default)]
pub(super) struct FieldKeys {
    /// Whether it is the primary key, or of it.
    pub(super) primary_key: bool,
    /// The attributes for the others.
    pub(super) others: Vec<Expression>,
    is_unique: bool,
    is_index: bool,
    has_check: bool,
    refers: bool,
}

/// Where everything stands.
pub(super) struct Keys {
    /// The attributes of the struct.
    pub(super) attributes: Vec<Expression>,
    /// Those of the fields, in their order.
    pub(super) fields: Vec<FieldKeys>,
    /// What no attribute can say.
    pub(super) constraints: Objects<Constraint>,
    /// Likewise.
    pub(super) indexes: Objects<Index>,
}

impl Keys {
    /// The keys of a table whose columns the fields say. Its primary key is named where the name is seen.
    pub(super) fn of(table: &Table, schema: &Schema, said: &[Said], is_named: bool) -> Self {
        let fields = vec![FieldKeys::default(); said.len()];
        let keys =
            Self { attributes: Vec::new(), fields, constraints: Objects::default(), indexes: Objects::default() };
        let mut sorter = Sorter { table, schema, said, keys };
        for constraint in &table.constraints {
            let is_said = match constraint {
                Constraint::PrimaryKey(key) => sorter.primary_key(key, is_named),
                Constraint::Unique(unique) => sorter.unique(unique),
                Constraint::Check(check) => sorter.check(check),
                Constraint::ForeignKey(key) => sorter.foreign_key(key),
                Constraint::Exclude(_) => false,
            };
            if !is_said {
                sorter.keys.constraints.insert(constraint.clone());
            }
        }
        for index in &table.indexes {
            if !sorter.index(index) {
                sorter.keys.indexes.insert(index.clone());
            }
        }
        sorter.keys
    }
}

struct Sorter<'a> {
    table: &'a Table,
    schema: &'a Schema,
    said: &'a [Said],
    keys: Keys,
}

/// Each says something with an attribute, or returns false where none can.
impl Sorter<'_> {
    fn primary_key(&mut self, key: &PrimaryKey, is_named: bool) -> bool {
        let PrimaryKey { name, columns, prefix_lengths, deferral, on_conflict } = key;
        let places: Option<Vec<usize>> = columns.iter().map(|column| self.place(column)).collect();
        let Some(places) = places.filter(|places| !places.is_empty()) else { return false };
        let is_null = |place: &usize| self.said.get(*place).is_none_or(|said| said.column.nullable);
        let is_plain = prefix_lengths.is_empty() && *deferral == Deferral::Never && on_conflict.is_none();
        if !is_plain || places.iter().any(is_null) || !once(columns) || (is_named && !is_name(name)) {
            return false;
        }
        if places.is_sorted() {
            for (place, field) in self.keys.fields.iter_mut().enumerate() {
                field.primary_key = places.contains(&place);
            }
        } else {
            self.keys.attributes.push(list("primary_key", columns));
        }
        self.keys.attributes.extend(is_named.then(|| given("primary_key_name", text(name))));
        true
    }

    fn unique(&mut self, unique: &Unique) -> bool {
        let Unique { name, columns, include, nulls_not_distinct, deferral, on_conflict } = unique;
        let is_plain = !columns.is_empty()
            && include.is_empty()
            && !nulls_not_distinct
            && *deferral == Deferral::Never
            && on_conflict.is_none();
        if !is_plain || !once(columns) || !is_name(name) || !columns.iter().all(|column| self.place(column).is_some()) {
            return false;
        }
        let is_conventional = *name == name::unique(&self.table.name, columns);
        if let (true, Some(field)) = (is_conventional, self.only_field(columns))
            && !field.is_unique
        {
            field.is_unique = true;
            field.others.push(flag("unique"));
            return true;
        }
        let words = named(name, is_conventional).chain([list("columns", columns)]);
        self.keys.attributes.push(Expression::Call(call("unique", words)));
        true
    }

    fn check(&mut self, check: &Check) -> bool {
        let Check { name, expression, validity, no_inherit } = check;
        if *validity != Validity::Enforced || *no_inherit || expression.trim().is_empty() || !is_name(name) {
            return false;
        }
        let table = &self.table.name;
        let stands_with =
            |said: &&Said| *name == name::check(table, std::slice::from_ref(&said.column.name), expression);
        let column = self.said.iter().find(stands_with).map(|said| said.column.name.clone());
        if let Some(field) = column.and_then(|column| self.only_field(&[column]))
            && !field.has_check
        {
            field.has_check = true;
            field.others.push(given("check", text(expression)));
            return true;
        }
        let words = named(name, *name == name::check(table, &[], expression)).chain([given("expr", text(expression))]);
        self.keys.attributes.push(Expression::Call(call("check", words)));
        true
    }

    fn foreign_key(&mut self, key: &ForeignKey) -> bool {
        let ForeignKey {
            name,
            columns,
            referred_table,
            referred_columns,
            on_delete,
            on_update,
            match_type,
            deferral,
            validity,
        } = key;
        let is_plain =
            *match_type == MatchType::Simple && *deferral == Deferral::Never && *validity == Validity::Enforced;
        let parts = referred_table.namespace.iter().chain([&referred_table.name]).chain(referred_columns);
        let dotted = parts.clone().any(|part| part.contains('.') || part.is_empty());
        if !is_plain || dotted || !is_name(name) || !self.is_ordinary(key) {
            return false;
        }
        let is_conventional = *name == name::foreign_key(&self.table.name, columns, referred_table);
        let references: Vec<String> =
            referred_columns.iter().map(|column| format!("{referred_table}.{column}")).collect();
        let actions = [("on_delete", on_delete), ("on_update", on_update)];
        let action =
            |(word, action): (&'static str, &ReferentialAction)| Some(given(word, text(action_words(*action)?)));
        let actions = actions.into_iter().filter_map(action);
        if let ([reference], Some(field)) = (references.as_slice(), self.only_field(columns))
            && !field.refers
        {
            field.refers = true;
            field.others.push(given("references", text(reference)));
            field.others.extend((!is_conventional).then(|| given("foreign_key", text(name))));
            field.others.extend(actions);
            return true;
        }
        let words = named(name, is_conventional)
            .chain([list("columns", columns), list("references", &references)])
            .chain(actions);
        self.keys.attributes.push(Expression::Call(call("foreign_key", words)));
        true
    }

    fn index(&mut self, index: &Index) -> bool {
        let columns: Vec<String> = index.parts.iter().map_while(plain_column).collect();
        let expression = match index.parts.get(columns.len()..) {
            Some([]) => None,
            Some([part]) => match &part.target {
                IndexTarget::Expression(sql) if *part == IndexPart::expression(sql) && !sql.trim().is_empty() => {
                    Some(sql)
                }
                IndexTarget::Expression(_) | IndexTarget::Column(_) => return false,
            },
            Some(_) | None => return false,
        };
        let made = Index {
            parts: columns.iter().map(IndexPart::column).chain(expression.map(IndexPart::expression)).collect(),
            unique: index.unique,
            predicate: index.predicate.clone().filter(|sql| !sql.trim().is_empty()),
            include: index.include.clone(),
            method: index.method.clone().filter(|method| !method.trim().is_empty()),
            ..Index::new(&index.name, [""; 0])
        };
        let known = columns.iter().chain(&index.include).all(|column| self.place(column).is_some());
        if made != *index || index.parts.is_empty() || !known || !once(&columns) || !is_name(&index.name) {
            return false;
        }
        let is_conventional = expression.is_none() && index.name == name::index(&self.table.name, &columns);
        let is_bare = index.predicate.is_none() && index.include.is_empty() && index.method.is_none();
        if let (true, Some(field)) = (is_conventional && is_bare, self.only_field(&columns))
            && !field.is_index
            && !field.is_unique
        {
            (field.is_index, field.is_unique) = (true, index.unique);
            field.others.extend(index.unique.then(|| flag("unique")));
            field.others.push(flag("index"));
            return true;
        }
        let mut words: Vec<Expression> = named(&index.name, is_conventional).collect();
        words.extend((!columns.is_empty()).then(|| list("columns", &columns)));
        words.extend(expression.map(|sql| given("expression", text(sql))));
        words.extend(index.unique.then(|| flag("unique")));
        words.extend(index.predicate.as_ref().map(|sql| given("predicate", text(sql))));
        words.extend((!index.include.is_empty()).then(|| list("include", &index.include)));
        words.extend(index.method.as_ref().map(|method| given("method", text(method))));
        self.keys.attributes.push(Expression::Call(call("index", words)));
        true
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.said.iter().position(|said| said.column.name == column)
    }

    /// The field for the column, if it is one alone.
    fn only_field(&mut self, columns: &[String]) -> Option<&mut FieldKeys> {
        let [column] = columns else { return None };
        let place = self.place(column)?;
        self.keys.fields.get_mut(place)
    }

    /// True for a foreign key that a model may have: to columns that are there, of the same types, and unique; and what it
    /// sets its own columns to can be set. A database may know others, which a new one would not be given.
    fn is_ordinary(&self, key: &ForeignKey) -> bool {
        let Some(referred) = self.schema.table(&key.referred_table) else { return false };
        let columns: Option<Vec<&Said>> = key.columns.iter().map(|name| self.said.get(self.place(name)?)).collect();
        let Some(columns) = columns.filter(|columns| columns.len() == key.referred_columns.len()) else { return false };
        let ty = |name: &String| self.table.columns.get(name).map(|column| &column.ty);
        let alike = |(own, other): (&String, &String)| {
            ty(own).is_some() && ty(own) == referred.columns.get(other).map(|column| &column.ty)
        };
        let sets = |action: ReferentialAction| key.on_delete == action || key.on_update == action;
        let can_be_null = !sets(ReferentialAction::SetNull) || columns.iter().all(|said| said.column.nullable);
        let has_default = |said: &&Said| said.column.nullable || said.has_default();
        let can_be_default = !sets(ReferentialAction::SetDefault) || columns.iter().all(has_default);
        key.columns.iter().zip(&key.referred_columns).all(alike)
            && can_be_null
            && can_be_default
            && is_unique(referred, &key.referred_columns)
    }
}

/// True where no two rows have the same in these columns.
fn is_unique(table: &Table, columns: &[String]) -> bool {
    let set = |columns: &[String]| columns.iter().cloned().collect::<BTreeSet<String>>();
    let wanted = set(columns);
    let by_constraint = table.constraints.iter().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) => set(&key.columns) == wanted,
        Constraint::Unique(unique) => set(&unique.columns) == wanted,
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => false,
    });
    let by_index = table.indexes.iter().any(|index| {
        let columns: Option<Vec<String>> = index.parts.iter().map(plain_column).collect();
        index.unique && index.predicate.is_none() && columns.is_some_and(|columns| set(&columns) == wanted)
    });
    by_constraint || by_index
}

/// The column of a part of an index of which there is no more to say.
fn plain_column(part: &IndexPart) -> Option<String> {
    let column = part.target.column()?;
    (*part == IndexPart::column(column)).then(|| column.to_owned())
}

fn once(columns: &[String]) -> bool {
    let unique: BTreeSet<&String> = columns.iter().collect();
    unique.len() == columns.len()
}

fn named(name: &str, is_conventional: bool) -> impl Iterator<Item = Expression> {
    (!is_conventional).then(|| given("name", text(name))).into_iter()
}

/// `word("a", "b")`
fn list(word: &'static str, names: &[String]) -> Expression {
    Expression::Call(call(word, names.iter().map(|name| text(name))))
}
