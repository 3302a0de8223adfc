//! Every mistake that the compiler sees, with its message and place. `TRYBUILD=overwrite` writes the messages anew.

#[test]
fn mistakes_are_compile_errors_that_say_what_to_write() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
