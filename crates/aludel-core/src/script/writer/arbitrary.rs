//! Any operation, for laws: with all that a script can say, and text that is hard to write.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::*;

/// Whatever has to be written into a script: names, expressions, statements of several lines, and what needs escapes.
/// Lines of several stay short enough to fit: where one does not, rustfmt indents in a way of its own.
fn text() -> BoxedStrategy<String> {
    prop_oneof![
        6 => "[a-z_]{1,12}",
        3 => "[a-z_ ]{1,60}",
        2 => "[ -~]{0,40}",
        1 => "[a-z '\"\\\\().,]{50,140}",
        1 => vec("[a-zA-Z (),\"]{0,40}", 2..6).prop_map(|lines| lines.join("\n")),
        1 => "[a-zéñü新しい🦀\u{202e}\t\r\n\\\\\"]{1,30}",
    ]
    .boxed()
}

/// Text for names, in one line: where a name of several lines stands alone in a list, rustfmt indents its first line in a
/// way of its own.
fn short() -> BoxedStrategy<String> {
    let line = text().prop_map(|text| text.replace('\n', " "));
    prop_oneof![8 => "[a-z_]{1,10}", 2 => "[a-z_]{10,50}", 1 => line].boxed()
}

fn object() -> impl Strategy<Value = ObjectName> {
    (option::weighted(0.2, "[a-z]{1,10}"), short()).prop_map(|(namespace, name)| ObjectName { namespace, name })
}

fn shorts() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![4 => vec(short(), 1..3), 1 => vec(short(), 1..16)]
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        any::<bool>().prop_map(Literal::Boolean),
        any::<i64>().prop_map(Literal::number),
        any::<i16>().prop_map(Literal::number),
        any::<f64>().prop_map(Literal::number),
        select(vec!["0.10", "1e5", "007", "+1", "99999999999999999999", "-0"]).prop_map(Literal::number),
        text().prop_map(Literal::Text),
        vec(any::<u8>(), 0..20).prop_map(Literal::Bytes),
    ]
}

fn column_type() -> impl Strategy<Value = ColumnType> {
    let width = select(vec![
        IntegerWidth::Tiny,
        IntegerWidth::Small,
        IntegerWidth::Medium,
        IntegerWidth::Regular,
        IntegerWidth::Big,
    ]);
    let size = || select(vec![LobSize::Tiny, LobSize::Regular, LobSize::Medium, LobSize::Long]);
    let length = || option::of(1..5000_u32);
    let precision = || option::of(0..7_u8);
    let plain = select(vec![
        ColumnType::Boolean,
        ColumnType::Real,
        ColumnType::Double,
        ColumnType::Date,
        ColumnType::Uuid,
        ColumnType::Json,
        ColumnType::Jsonb,
        ColumnType::Inet,
        ColumnType::Cidr,
        ColumnType::MacAddr,
    ]);
    let leaf = prop_oneof![
        plain,
        (width, any::<bool>()).prop_map(|(width, unsigned)| ColumnType::Integer { width, unsigned }),
        (option::of(1..40_u16), option::of(-3..10_i16))
            .prop_map(|(precision, scale)| ColumnType::Numeric { precision, scale }),
        length().prop_map(|length| ColumnType::Char { length }),
        length().prop_map(|length| ColumnType::Varchar { length }),
        size().prop_map(|size| ColumnType::Text { size }),
        length().prop_map(|length| ColumnType::Binary { length }),
        length().prop_map(|length| ColumnType::Varbinary { length }),
        size().prop_map(|size| ColumnType::Blob { size }),
        (length(), any::<bool>()).prop_map(|(length, varying)| ColumnType::Bit { length, varying }),
        (precision(), any::<bool>()).prop_map(|(precision, zoned)| ColumnType::Time { precision, zoned }),
        (precision(), any::<bool>()).prop_map(|(precision, zoned)| ColumnType::Timestamp { precision, zoned }),
        (option::of(short()), precision()).prop_map(|(fields, precision)| ColumnType::Interval { fields, precision }),
        (option::of(object()), shorts()).prop_map(|(name, values)| ColumnType::Enum { name, values }),
        shorts().prop_map(|values| ColumnType::Set { values }),
        text().prop_map(|sql| ColumnType::Raw { sql }),
    ];
    leaf.prop_recursive(2, 4, 1, |inner| inner.prop_map(ColumnType::array))
}

fn sequence_options() -> impl Strategy<Value = SequenceOptions> {
    let number = || option::weighted(0.3, any::<i64>());
    (number(), number(), number(), number(), number(), any::<bool>()).prop_map(
        |(start, increment, minimum, maximum, cache, cycle)| SequenceOptions {
            start,
            increment,
            minimum,
            maximum,
            cache,
            cycle,
        },
    )
}

fn generation() -> impl Strategy<Value = Generation> {
    let mode = select(vec![IdentityMode::ByDefault, IdentityMode::Always]);
    prop_oneof![
        Just(Generation::AutoIncrement),
        Just(Generation::Serial),
        (mode, sequence_options()).prop_map(|(mode, options)| Generation::Identity(Identity { mode, options })),
        (text(), select(vec![Storage::Stored, Storage::Virtual]))
            .prop_map(|(sql, storage)| Generation::Expression { sql, storage }),
    ]
}

fn column() -> impl Strategy<Value = Column> {
    let default = prop_oneof![literal().prop_map(DefaultValue::Literal), text().prop_map(DefaultValue::Expression)];
    let rare = || option::weighted(0.1, text());
    let said = (any::<bool>(), option::weighted(0.3, default), option::weighted(0.2, generation()));
    (short(), column_type(), said, (rare(), rare(), rare(), rare()), proptest::bool::weighted(0.1)).prop_map(
        |(name, ty, (nullable, default, generation), (on_update, charset, collation, comment), invisible)| Column {
            name,
            ty,
            nullable,
            default,
            generation,
            on_update,
            charset,
            collation,
            invisible,
            comment,
        },
    )
}

fn deferral() -> impl Strategy<Value = Deferral> {
    select(vec![Deferral::Never, Deferral::Never, Deferral::Immediate, Deferral::Deferred])
}

fn validity() -> impl Strategy<Value = Validity> {
    select(vec![Validity::Enforced, Validity::Enforced, Validity::NotValid, Validity::NotEnforced])
}

fn on_conflict() -> impl Strategy<Value = Option<OnConflict>> {
    option::weighted(
        0.1,
        select(vec![
            OnConflict::Rollback,
            OnConflict::Abort,
            OnConflict::Fail,
            OnConflict::Ignore,
            OnConflict::Replace,
        ]),
    )
}

/// A constraint, half of the time under its conventional name.
fn constraint(table: ObjectName) -> impl Strategy<Value = Constraint> {
    let action = || {
        use ReferentialAction::*;
        select(vec![NoAction, NoAction, Restrict, Cascade, SetNull, SetDefault])
    };
    let matching = select(vec![MatchType::Simple, MatchType::Simple, MatchType::Full, MatchType::Partial]);
    let keys = vec((short(), short()), 1..4);
    let element = (short(), select(vec!["=", "&&"]));
    let t = [table.clone(), table.clone(), table.clone(), table.clone(), table];
    let [t1, t2, t3, t4, t5] = t;
    prop_oneof![
        (option::of(short()), shorts(), option::of(1..1000_u32), deferral(), on_conflict()).prop_map(
            move |(name, columns, length, deferral, on_conflict)| {
                let name = name.unwrap_or_else(|| crate::name::primary_key(&t1));
                let key = PrimaryKey { deferral, on_conflict, ..PrimaryKey::new(name, columns) };
                let beginning = key.columns.last().cloned().zip(length);
                Constraint::PrimaryKey(match beginning {
                    Some((column, length)) => key.prefix(&column, length),
                    None => key,
                })
            }
        ),
        (option::of(short()), shorts(), vec(short(), 0..2), any::<bool>(), deferral(), on_conflict()).prop_map(
            move |(name, columns, include, nulls_not_distinct, deferral, on_conflict)| {
                let name = name.unwrap_or_else(|| crate::name::unique(&t2, &columns));
                Constraint::Unique(Unique { name, columns, include, nulls_not_distinct, deferral, on_conflict })
            }
        ),
        ((option::of(short()), keys, object()), (action(), action(), matching, deferral(), validity())).prop_map(
            move |((name, keys, referred_table), (on_delete, on_update, match_type, deferral, validity))| {
                let (columns, referred_columns): (Vec<_>, Vec<_>) = keys.into_iter().unzip();
                let name = name.unwrap_or_else(|| crate::name::foreign_key(&t3, &columns, &referred_table));
                Constraint::ForeignKey(ForeignKey {
                    name,
                    columns,
                    referred_table,
                    referred_columns,
                    on_delete,
                    on_update,
                    match_type,
                    deferral,
                    validity,
                })
            }
        ),
        (option::of(short()), text(), validity(), proptest::bool::weighted(0.1)).prop_map(
            move |(name, expression, validity, no_inherit)| {
                let name = name.unwrap_or_else(|| crate::name::check(&t4, &[], &expression));
                Constraint::Check(Check { name, expression, validity, no_inherit })
            }
        ),
        (option::of(short()), short(), vec(element, 1..4), vec(short(), 0..2), option::of(text()), deferral())
            .prop_map(move |(name, method, elements, include, predicate, deferral)| {
                let elements = elements.into_iter();
                let elements =
                    elements.map(|(target, operator)| ExcludeElement { target, operator: operator.to_owned() });
                let mut exclude =
                    Exclude { name: String::new(), method, elements: elements.collect(), include, predicate, deferral };
                exclude.name = name.unwrap_or_else(|| crate::script::language::conventional_exclude(&t5, &exclude));
                Constraint::Exclude(exclude)
            }),
    ]
}

fn index(table: ObjectName) -> impl Strategy<Value = Index> {
    let plain = short().prop_map(IndexPart::column);
    let target = prop_oneof![short().prop_map(IndexTarget::Column), text().prop_map(IndexTarget::Expression)];
    let order = select(vec![SortOrder::Ascending, SortOrder::Descending]);
    let nulls = option::of(select(vec![NullsOrder::First, NullsOrder::Last]));
    let rare = || option::weighted(0.2, short());
    let full = (target, order, nulls, option::weighted(0.2, 1..99_u32), rare(), rare()).prop_map(
        |(target, order, nulls, prefix_length, operator_class, collation)| IndexPart {
            target,
            order,
            nulls,
            prefix_length,
            operator_class,
            collation,
        },
    );
    let parts = prop_oneof![vec(plain, 1..4), vec(full, 1..4)];
    let flags = (any::<bool>(), proptest::bool::weighted(0.1), proptest::bool::weighted(0.1));
    let words = (option::weighted(0.2, text()), rare(), rare(), rare());
    let options = btree_map(short(), short(), 0..2);
    (option::of(short()), parts, flags, words, vec(short(), 0..2), options).prop_map(
        move |(name, parts, (unique, nulls_not_distinct, invisible), words, include, options)| {
            let (predicate, method, parser, comment) = words;
            let mut index = Index {
                name: String::new(),
                parts,
                unique,
                nulls_not_distinct,
                predicate,
                include,
                method,
                parser,
                options,
                invisible,
                comment,
            };
            index.name = name.unwrap_or_else(|| crate::script::language::conventional_index(&table, &index));
            index
        },
    )
}

fn options() -> impl Strategy<Value = TableOptions> {
    let rare = || option::weighted(0.3, short());
    let flag = || proptest::bool::weighted(0.2);
    (rare(), rare(), rare(), rare(), flag(), flag(), flag()).prop_map(
        |(engine, charset, collation, row_format, strict, without_rowid, unlogged)| TableOptions {
            engine,
            charset,
            collation,
            row_format,
            strict,
            without_rowid,
            unlogged,
        },
    )
}

fn table() -> impl Strategy<Value = Table> {
    object().prop_flat_map(|name| {
        let constraints = vec(constraint(name.clone()), 0..3);
        let indexes = vec(index(name.clone()), 0..2);
        let said = (option::weighted(0.2, options()), option::weighted(0.2, text()));
        (vec(column(), 0..6), constraints, indexes, said).prop_map(
            move |(columns, constraints, indexes, (options, comment))| Table {
                name: name.clone(),
                columns: columns.into_iter().collect(),
                constraints: constraints.into_iter().collect(),
                indexes: indexes.into_iter().collect(),
                options: options.unwrap_or_default(),
                comment,
            },
        )
    })
}

fn enum_type() -> impl Strategy<Value = EnumType> {
    (object(), shorts(), option::weighted(0.2, text())).prop_map(|(name, values, comment)| EnumType {
        name,
        values,
        comment,
    })
}

fn sequence() -> impl Strategy<Value = Sequence> {
    (object(), option::of(column_type()), sequence_options(), option::weighted(0.2, text()))
        .prop_map(|(name, ty, options, comment)| Sequence { name, ty, options, comment })
}

fn view() -> impl Strategy<Value = View> {
    object().prop_flat_map(|name| {
        let said = (vec(object(), 0..4), option::weighted(0.2, text()));
        let indexes = vec(index(name.clone()), 0..2);
        (text(), any::<bool>(), indexes, said).prop_map(move |(query, materialized, indexes, (depends_on, comment))| {
            View {
                name: name.clone(),
                query,
                materialized,
                indexes: indexes.into_iter().collect(),
                depends_on,
                comment,
            }
        })
    })
}

fn rows() -> impl Strategy<Value = (ObjectName, Vec<String>, Vec<Vec<Literal>>)> {
    let odd = (1..20_usize).prop_flat_map(|width| (vec(short(), width), vec(vec(literal(), width), 0..3)));
    let even = vec((any::<i16>(), short()), 1..5).prop_map(|rows| {
        let row = |(number, text): (i16, String)| vec![Literal::number(number), Literal::text(text)];
        (vec!["id".to_owned(), "name".to_owned()], rows.into_iter().map(row).collect::<Vec<_>>())
    });
    (object(), prop_oneof![odd, even]).prop_map(|(table, (columns, rows))| (table, columns, rows))
}

/// Any operation.
pub(super) fn operation() -> BoxedStrategy<Operation> {
    use Operation as Op;
    let kind = select(vec![
        ConstraintKind::PrimaryKey,
        ConstraintKind::Unique,
        ConstraintKind::ForeignKey,
        ConstraintKind::Check,
        ConstraintKind::Exclude,
    ]);
    let altered = (column(), column()).prop_map(|(from, to)| (Column { name: to.name.clone(), ..from }, to));
    let constrained = || object().prop_flat_map(|table| (Just(table.clone()), constraint(table)));
    let indexed = || object().prop_flat_map(|table| (Just(table.clone()), index(table)));
    let tables = prop_oneof![
        3 => table().prop_map(|table| Op::CreateTable { table }),
        1 => table().prop_map(|table| Op::DropTable { table }),
        1 => (object(), object()).prop_map(|(from, to)| Op::RenameTable { from, to }),
        1 => (object(), options(), options()).prop_map(|(table, from, to)| Op::AlterTableOptions { table, from, to }),
        1 => (object(), option::of(text()), option::of(text()))
            .prop_map(|(table, from, to)| Op::AlterTableComment { table, from, to }),
        3 => (object(), column()).prop_map(|(table, column)| Op::AddColumn { table, column }),
        1 => (object(), column()).prop_map(|(table, column)| Op::DropColumn { table, column }),
        3 => (object(), altered, option::weighted(0.3, text()))
            .prop_map(|(table, (from, to), using)| Op::AlterColumn { table, from, to, using }),
        1 => (object(), short(), short()).prop_map(|(table, from, to)| Op::RenameColumn { table, from, to }),
        3 => constrained().prop_map(|(table, constraint)| Op::CreateConstraint { table, constraint }),
        1 => constrained().prop_map(|(table, constraint)| Op::DropConstraint { table, constraint }),
        1 => (object(), kind, short(), short())
            .prop_map(|(table, kind, from, to)| Op::RenameConstraint { table, kind, from, to }),
        3 => indexed().prop_map(|(table, index)| Op::CreateIndex { table, index }),
        1 => indexed().prop_map(|(table, index)| Op::DropIndex { table, index }),
        1 => (object(), short(), short()).prop_map(|(table, from, to)| Op::RenameIndex { table, from, to }),
    ];
    let others = prop_oneof![
        short().prop_map(|name| Op::CreateNamespace { name }),
        short().prop_map(|name| Op::DropNamespace { name }),
        enum_type().prop_map(|enum_type| Op::CreateEnum { enum_type }),
        enum_type().prop_map(|enum_type| Op::DropEnum { enum_type }),
        (enum_type(), enum_type())
            .prop_map(|(from, to)| Op::AlterEnum { from: EnumType { name: to.name.clone(), ..from }, to }),
        (object(), object()).prop_map(|(from, to)| Op::RenameEnum { from, to }),
        sequence().prop_map(|sequence| Op::CreateSequence { sequence }),
        sequence().prop_map(|sequence| Op::DropSequence { sequence }),
        (sequence(), sequence())
            .prop_map(|(from, to)| Op::AlterSequence { from: Sequence { name: to.name.clone(), ..from }, to }),
        view().prop_map(|view| Op::CreateView { view }),
        view().prop_map(|view| Op::DropView { view }),
        (view(), view()).prop_map(|(from, to)| Op::AlterView { from: View { name: to.name.clone(), ..from }, to }),
        rows().prop_map(|(table, columns, rows)| Op::InsertRows { table, columns, rows }),
        rows().prop_map(|(table, columns, rows)| Op::DeleteRows { table, columns, rows }),
        (object(), short(), text()).prop_map(|(table, column, value)| Op::FillColumn { table, column, value }),
        (text(), option::of(text())).prop_map(|(name, offline)| Op::Run { name, offline }),
        (text(), option::of(text())).prop_map(|(sql, undo)| Op::Execute { sql, undo, changes: None }),
    ];
    let leaf = prop_oneof![2 => tables, 1 => others];
    leaf.prop_recursive(2, 12, 4, |inner| {
        // A function inside of a batch is a mistake.
        let inner = || {
            let runs = |operations: &Vec<Operation>| !operations.iter().any(|each| matches!(each, Op::Run { .. }));
            vec(inner.clone(), 0..4).prop_filter("there is no function inside", runs)
        };
        prop_oneof![
            (object(), inner()).prop_map(|(table, operations)| Op::Batch { table, operations }),
            (text(), option::of(text()), inner()).prop_map(|(sql, undo, changes)| Op::Execute {
                sql,
                undo,
                changes: Some(changes)
            }),
        ]
    })
    .boxed()
}
