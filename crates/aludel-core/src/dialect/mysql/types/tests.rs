use proptest::prelude::*;

use super::*;

#[test]
fn what_is_written_is_read_back() {
    let all = [
        ColumnType::Boolean,
        ColumnType::integer(),
        ColumnType::Integer { width: IntegerWidth::Tiny, unsigned: true },
        ColumnType::Integer { width: IntegerWidth::Tiny, unsigned: false },
        ColumnType::Real,
        ColumnType::Double,
        ColumnType::numeric(10, 2),
        ColumnType::numeric(10, 0),
        ColumnType::Char { length: None },
        ColumnType::varchar(64),
        ColumnType::Text { size: LobSize::Medium },
        ColumnType::Binary { length: Some(3) },
        ColumnType::Varbinary { length: Some(3) },
        ColumnType::blob(),
        ColumnType::Bit { length: Some(8), varying: false },
        ColumnType::Date,
        ColumnType::Time { precision: Some(3), zoned: false },
        ColumnType::Timestamp { precision: Some(6), zoned: false },
        ColumnType::timestamp_zoned(),
        ColumnType::Uuid,
        ColumnType::Jsonb,
        ColumnType::Enum { name: Some("mood".into()), values: vec!["it's".into(), "a,b)".into()] },
        ColumnType::Set { values: vec!["x".into()] },
    ];
    for ty in all {
        assert_eq!(canonical(&read(&write(&ty).unwrap())), canonical(&ty), "{ty}");
    }
}

#[test]
fn display_widths_are_dropped_and_zerofill_is_raw() {
    assert_eq!(read("int(11)"), ColumnType::integer());
    assert_eq!(read("tinyint(1)"), ColumnType::Boolean);
    assert_eq!(read("tinyint(4)"), ColumnType::Integer { width: IntegerWidth::Tiny, unsigned: false });
    assert_eq!(read("tinyint(1) unsigned"), ColumnType::Integer { width: IntegerWidth::Tiny, unsigned: true });
    assert_eq!(read("int(5) unsigned zerofill"), ColumnType::Raw { sql: "int(5) unsigned zerofill".into() });
    assert_eq!(read("double(10,2)"), ColumnType::Raw { sql: "double(10,2)".into() });
    assert_eq!(read("date /* mariadb-5.3 */"), ColumnType::Date);
    assert_eq!(canonical(&read("year(4)")), canonical(&read("YEAR")));
}

#[test]
fn a_time_without_a_precision_keeps_what_an_application_writes() {
    let spelled = |precision| write(&ColumnType::Timestamp { precision, zoned: false }).unwrap();
    assert_eq!([spelled(None), spelled(Some(3)), spelled(Some(0))], ["DATETIME(6)", "DATETIME(3)", "DATETIME"]);
    assert_eq!(canonical(&read("timestamp(6)")), canonical(&ColumnType::timestamp_zoned()));
    for whole_seconds in ["time", "datetime", "timestamp"] {
        assert_eq!(write(&read(whole_seconds)).unwrap(), whole_seconds.to_uppercase());
    }
}

#[test]
fn what_the_servers_lack_is_refused_with_help() {
    for ty in [
        ColumnType::Varchar { length: None },
        ColumnType::Numeric { precision: None, scale: None },
        ColumnType::array(ColumnType::text()),
        ColumnType::Inet,
    ] {
        assert!(write(&ty).is_err_and(|refusal| !refusal.help.is_empty()), "{ty}");
    }
}

proptest! {
    #[test]
    fn any_type_is_read(text in any::<String>()) {
        let canonical = canonical(&read(&text));
        prop_assert_eq!(super::canonical(&canonical), canonical);
    }

    #[test]
    fn enums_are_read_back(values in proptest::collection::vec("[a-z'\\\\,() ]{0,5}[a-z')]", 1..4)) {
        let ty = ColumnType::Enum { name: None, values };
        // The catalogue tells plain strings, with backslashes doubled.
        let ColumnType::Enum { values, .. } = &ty else { return Ok(()) };
        let told: Vec<String> =
            values.iter().map(|value| format!("'{}'", value.replace('\\', "\\\\").replace('\'', "''"))).collect();
        prop_assert_eq!(read(&format!("enum({})", told.join(","))), ty);
    }
}
