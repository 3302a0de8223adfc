//! The same history for Alembic, where Python has that.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::MANY;
use super::history::{Made, make};
use crate::Outcome;
use crate::bench::tools::{milliseconds, timed};

/// Measures the same commands of Alembic; `PYTHON` names another Python than `python3`.
pub(super) fn beside(folder: &Path, project: &Path) -> Outcome {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let version = "import alembic; print(alembic.__version__)";
    let asked = Command::new(&python).args(["-c", version]).stderr(Stdio::null()).output();
    let Some(asked) = asked.ok().filter(|asked| asked.status.success()) else {
        println!("Alembic is not there for {python}: not measured");
        return Ok(());
    };
    let home = folder.join("alembic");
    fs::create_dir_all(home.join("scripts/versions"))?;
    fs::write(home.join("alembic.ini"), "[alembic]\nscript_location = scripts\nsqlalchemy.url = sqlite:///bench.db\n")?;
    fs::write(home.join("scripts/env.py"), ENVIRONMENT)?;
    for (number, made) in make(MANY).iter().enumerate() {
        fs::write(home.join(format!("scripts/versions/{}_create.py", made.id)), script(number, made))?;
    }
    let files = fs::read_dir(project.join("migrations/versions"))?.count();
    println!("Alembic {}, {files} revisions, the second of two runs:", String::from_utf8_lossy(&asked.stdout).trim());
    for words in [["heads"].as_slice(), &["show", "head"], &["history"], &["current"]] {
        let mut command = Command::new(&python);
        let alembic = "from alembic.config import main; main()";
        command.args(["-c", alembic]).args(words).current_dir(&home).stdout(Stdio::null()).stderr(Stdio::null());
        timed(&mut command)?;
        println!("  {:<30} {:7.1} ms", words.join(" "), milliseconds(timed(&mut command)?));
    }
    Ok(())
}

const ENVIRONMENT: &str = "\
from alembic import context
from sqlalchemy import create_engine

with create_engine(context.config.get_main_option('sqlalchemy.url')).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
";

fn script(number: usize, made: &Made) -> String {
    let parents: Vec<String> = made.revises.iter().map(|id| format!("'{id}'")).collect();
    let revises = match parents.as_slice() {
        [] => "None".to_owned(),
        [one] => one.clone(),
        several => format!("({})", several.join(", ")),
    };
    format!(
        "\"\"\"create table number {number}\"\"\"\n\nfrom alembic import op\nimport sqlalchemy as sa\n\n\
         revision = '{}'\ndown_revision = {revises}\nbranch_labels = None\ndepends_on = None\n\n\n\
         def upgrade():\n    op.create_table('table_{number}', sa.Column('id', sa.Integer, primary_key=True))\n\n\n\
         def downgrade():\n    op.drop_table('table_{number}')\n",
        made.id
    )
}
