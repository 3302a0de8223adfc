use proptest::prelude::*;

use super::*;
use crate::schema::LobSize;

const TEXT: ColumnType = ColumnType::Text { size: LobSize::Regular };

fn literal(literal: Literal) -> DefaultValue {
    DefaultValue::Literal(literal)
}

#[track_caller]
fn same(ty: ColumnType, one: DefaultValue, other: DefaultValue) {
    let ty = types::canonical(&ty);
    assert_eq!(canonical(&ty, &one), canonical(&ty, &other));
}

#[test]
fn numbers_are_compared_as_the_type_keeps_them() {
    same(ColumnType::Boolean, literal(Literal::Boolean(true)), literal(Literal::number(1)));
    same(ColumnType::integer(), literal(Literal::text("+07")), literal(Literal::number(7)));
    same(ColumnType::integer(), literal(Literal::number("1e3")), literal(Literal::number(1000)));
    same(ColumnType::numeric(10, 2), literal(Literal::number("1")), literal(Literal::number("1.00")));
    same(ColumnType::numeric(10, 2), literal(Literal::number("-9.995")), literal(Literal::number("-10.00")));
    same(ColumnType::Double, literal(Literal::number("1e10")), literal(Literal::number("10000000000")));
    assert_ne!(
        canonical(&ColumnType::numeric(10, 2), &literal(Literal::number("1.01"))),
        canonical(&ColumnType::numeric(10, 2), &literal(Literal::number("1"))),
    );
}

#[test]
fn times_are_compared_whole() {
    let three = ColumnType::Timestamp { precision: Some(3), zoned: false };
    same(three.clone(), literal(Literal::text("2020-01-01")), literal(Literal::text("2020-01-01T00:00:00.000")));
    same(three, DefaultValue::Expression("now()".into()), DefaultValue::Expression("CURRENT_TIMESTAMP(3)".into()));
    same(
        ColumnType::Time { precision: None, zoned: false },
        literal(Literal::text("10:00")),
        literal(Literal::text("10:00:00")),
    );
    same(
        ColumnType::Date,
        DefaultValue::Expression("CURRENT_DATE".into()),
        DefaultValue::Expression("(curdate())".into()),
    );
}

#[test]
fn bytes_are_padded_to_the_length_of_a_fixed_type() {
    same(
        ColumnType::Binary { length: Some(4) },
        literal(Literal::text("ab")),
        literal(Literal::Bytes(b"ab\0\0".to_vec())),
    );
}

#[test]
fn no_default_is_null() {
    assert_eq!(canonical(&TEXT, &literal(Literal::Null)), None);
    assert_eq!(canonical(&TEXT, &DefaultValue::Expression("(NULL)".into())), None);
}

#[test]
fn expressions_stand_in_parentheses() {
    let mysql = MySql::newest_mysql();
    let write = |column: &Column| write(&mysql, column).unwrap();
    let column = Column::new("a", TEXT).default_value(Literal::text("x"));
    assert_eq!(write(&column).as_deref(), Some("('x')"));
    let column = Column::new("a", ColumnType::varchar(36)).default_expr("(uuid())");
    assert_eq!(write(&column).as_deref(), Some("(uuid())"));
    let column = Column::new("a", ColumnType::Timestamp { precision: Some(6), zoned: true }).default_expr("now()");
    assert_eq!(write(&column).as_deref(), Some("CURRENT_TIMESTAMP(6)"));
    let column = Column::new("a", ColumnType::Date).default_expr("CURRENT_DATE");
    assert_eq!(write(&column).as_deref(), Some("(CURRENT_DATE)"));
    let mariadb = MySql::newest_mariadb();
    let column = Column::new("a", TEXT).default_value(Literal::text("x"));
    assert_eq!(super::write(&mariadb, &column).unwrap().as_deref(), Some("'x'"));
}

#[test]
fn the_catalogue_of_mysql_is_read() {
    let read = |ty: &ColumnType, told, flag| read(&MySql::newest_mysql(), ty, told, flag, "shop");
    assert_eq!(read(&ColumnType::varchar(9), "it's", false), Some(literal(Literal::text("it's"))));
    assert_eq!(read(&ColumnType::varchar(9), "NULL", false), Some(literal(Literal::text("NULL"))));
    assert_eq!(read(&ColumnType::Boolean, "1", false), Some(literal(Literal::Boolean(true))));
    assert_eq!(
        read(&ColumnType::Bit { length: Some(8), varying: false }, "b'101'", false),
        Some(literal(Literal::number(5)))
    );
    assert_eq!(read(&TEXT, r"_utf8mb4\'x\'", true), Some(literal(Literal::text("x"))));
    assert_eq!(read(&ColumnType::integer(), "(1 + 1)", true), Some(DefaultValue::Expression("1 + 1".into())));
}

#[test]
fn the_catalogue_of_mariadb_is_read() {
    let read = |ty: &ColumnType, told| read(&MySql::newest_mariadb(), ty, told, false, "shop");
    assert_eq!(read(&ColumnType::varchar(9), r"'it''s \\'"), Some(literal(Literal::text("it's \\"))));
    assert_eq!(read(&ColumnType::varchar(9), "NULL"), None);
    assert_eq!(read(&ColumnType::varchar(9), "'NULL'"), Some(literal(Literal::text("NULL"))));
    assert_eq!(read(&ColumnType::varchar(9), "uuid()"), Some(DefaultValue::Expression("uuid()".into())));
    let next = Some(DefaultValue::Expression("nextval(`s`)".into()));
    assert_eq!(read(&ColumnType::integer(), "nextval(`shop`.`s`)"), next);
    assert_eq!(read(&ColumnType::Boolean, "0"), Some(literal(Literal::Boolean(false))));
}

proptest! {
    #[test]
    fn the_canonical_form_is_canonical(text in "[-+0-9.eE:T a-z'()]{0,12}", kind in 0..8_usize, sql: bool) {
        let types = [
            ColumnType::Boolean, ColumnType::numeric(5, 2), ColumnType::Real, ColumnType::Double, TEXT,
            ColumnType::Binary { length: Some(3) }, ColumnType::Timestamp { precision: Some(2), zoned: false },
            ColumnType::Time { precision: None, zoned: false },
        ];
        let default = if sql { DefaultValue::Expression(text) } else { literal(Literal::Text(text)) };
        if let Some(once) = canonical(&types[kind], &default) {
            prop_assert_eq!(canonical(&types[kind], &once), Some(once));
        }
    }

    #[test]
    fn any_default_is_read(told in any::<String>(), flag: bool) {
        for dialect in [MySql::newest_mysql(), MySql::newest_mariadb()] {
            read(&dialect, &TEXT, &told, flag, "shop");
        }
    }
}
