//! Functions of the application around each revision.

use aludel::{Direction, Turn};

use super::*;

/// Notes the revision and what the command line gave.
async fn note(word: &str, turn: Turn, db: &mut dyn Connection) -> aludel::op::Result<()> {
    let who = db.x("who").unwrap_or("nobody").to_owned();
    let place = format!("{}/{}", turn.number, turn.total);
    db.execute(&format!("INSERT INTO noted VALUES ('{word} {} {place} {who}')", turn.revision)).await?;
    Ok(())
}

async fn before(turn: Turn, db: &mut dyn Connection) -> aludel::op::Result<()> {
    note("before", turn, db).await
}

async fn after(turn: Turn, db: &mut dyn Connection) -> aludel::op::Result<()> {
    note("after", turn, db).await
}

async fn refuse_second(turn: Turn, _: &mut dyn Connection) -> aludel::op::Result<()> {
    if turn.revision.as_str() == "b2" && turn.direction == Direction::Upgrade {
        return Err("it is not the day for it".into());
    }
    Ok(())
}

async fn noted(connection: &mut dyn Connection) -> Vec<String> {
    let rows = connection.query("SELECT word FROM noted").await.unwrap();
    let mut words: Vec<_> = rows.iter().map(|row| row.text(0).unwrap().to_owned()).collect();
    words.sort();
    words
}

#[test]
fn they_are_called_on_every_server_both_ways() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        connection.execute("CREATE TABLE noted (word VARCHAR(99))").await.unwrap();
        let migrate = Migrate::new().scripts(scripts()).database(database.url.for_client()).x("who", "ann");
        let migrate = migrate.before_each(before).after_each(after);
        migrate.upgrade().await.unwrap();
        let expected = ["after a1 1/2 ann", "after b2 2/2 ann", "before a1 1/2 ann", "before b2 2/2 ann"];
        assert_eq!(noted(&mut *connection).await, expected);
        connection.execute("DELETE FROM noted").await.unwrap();
        migrate.downgrade("-1").await.unwrap();
        assert_eq!(noted(&mut *connection).await, ["after b2 1/1 ann", "before b2 1/1 ann"]);
    });
}

#[test]
fn one_that_refuses_stops_the_run_and_the_revision_is_run_later() {
    on_every_server(async |database| {
        let label = database.server().label();
        let migrate = || Migrate::new().scripts(scripts()).database(database.url.for_client());
        for refusing in [migrate().before_each(refuse_second), migrate().after_each(refuse_second)] {
            let error = refusing.upgrade().await.unwrap_err();
            assert!(error.to_string().ends_with("failed: it is not the day for it"), "{label}: {error}");
            assert_eq!(error.kind().name(), "statement", "{label}");
            assert_eq!(migrate().pending().await.unwrap().len(), 1, "{label}");
        }
        assert_eq!(migrate().upgrade().await.unwrap().steps.len(), 1, "{label}");
        let mut connection = database.connect().await;
        connection.execute("INSERT INTO users (name, email) VALUES ('ann', 'a@b')").await.unwrap();
    });
}
