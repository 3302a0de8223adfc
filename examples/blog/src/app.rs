//! The web server: it lists roles and users, and adds users.

use std::io;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use sqlx::AnyPool;

use crate::config::Config;
use crate::models::{Role, User};

/// What the handlers share.
#[derive(Clone)]
struct App {
    pool: AnyPool,
    /// How this database writes its first and second parameter.
    parameters: (&'static str, &'static str),
}

/// Serves until it is stopped.
///
/// # Errors
/// A database that cannot be opened, or an address that cannot be listened on.
pub async fn serve(config: &Config) -> io::Result<()> {
    sqlx::any::install_default_drivers();
    let pool = AnyPool::connect(config.database_url()).await.map_err(io::Error::other)?;
    let numbered = config.database_url().starts_with("postgres");
    let app = App { pool, parameters: if numbered { ("$1", "$2") } else { ("?", "?") } };
    let router = Router::new().route("/roles", get(roles)).route("/users", get(users).post(add)).with_state(app);
    let listener = tokio::net::TcpListener::bind(&config.listen).await?;
    axum::serve(listener, router).await
}

async fn roles(State(app): State<App>) -> Result<Json<Vec<Role>>, (StatusCode, String)> {
    let roles = sqlx::query_as("SELECT id, name FROM roles ORDER BY id").fetch_all(&app.pool).await;
    roles.map(Json).map_err(failed)
}

async fn users(State(app): State<App>) -> Result<Json<Vec<User>>, (StatusCode, String)> {
    let users = sqlx::query_as("SELECT id, username, role_id FROM users ORDER BY id").fetch_all(&app.pool).await;
    users.map(Json).map_err(failed)
}

async fn add(State(app): State<App>, Json(user): Json<User>) -> Result<StatusCode, (StatusCode, String)> {
    let (username, role) = app.parameters;
    let sql = format!("INSERT INTO users (username, role_id) VALUES ({username}, {role})");
    let insert = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(user.username).bind(user.role_id);
    insert.execute(&app.pool).await.map(|_| StatusCode::CREATED).map_err(failed)
}

fn failed(error: sqlx::Error) -> (StatusCode, String) {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}
