use ::url::Url;
use percent_encoding::percent_decode_str;

use super::*;

#[track_caller]
fn check(given: &str, client: &str, database: Option<&str>) {
    let url = DatabaseUrl::parse(given).unwrap_or_else(|error| panic!("{given}: {error}"));
    assert_eq!((url.for_client(), url.database()), (client, database), "{given}");
}

#[track_caller]
fn refused(given: &str, because: &str) {
    let error = DatabaseUrl::parse(given).expect_err(given);
    assert_eq!(error.kind, DriverErrorKind::Url, "{given}");
    assert!(error.message.contains(because), "{given}: {error}");
    for secret in ["lemon", "le#mon", "mon@"] {
        assert!(!error.message.contains(secret), "{given}: {error}");
    }
}

#[test]
fn sqlite_means_what_sqlx_means() {
    check("sqlite://app.db", "sqlite://app.db", Some("app.db"));
    check("sqlite:app.db", "sqlite://app.db", Some("app.db"));
    check("sqlite:///srv/app.db", "sqlite:///srv/app.db", Some("/srv/app.db"));
    check("sqlite:/srv/app.db", "sqlite:///srv/app.db", Some("/srv/app.db"));
    check("sqlite://data/a%20b%3F.db?mode=rwc", "sqlite://data/a%20b%3F.db?mode=rwc", Some("data/a b?.db"));
    check(" SQLite://app.db\n", "sqlite://app.db", Some("app.db"));
}

#[test]
fn sqlite_with_a_driver_part_means_what_sqlalchemy_means() {
    check("sqlite+pysqlite:///app.db", "sqlite://app.db", Some("app.db"));
    check("sqlite+pysqlite:////srv/app.db", "sqlite:///srv/app.db", Some("/srv/app.db"));
    check("sqlite+aiosqlite:///app.db?check_same_thread=false", "sqlite://app.db", Some("app.db"));
    check("sqlite+pysqlite:///app.db?timeout=5&mode=ro", "sqlite://app.db?mode=ro", Some("app.db"));
    check("sqlite+pysqlite:///100%.db", "sqlite://100%25.db", Some("100%.db"));
    refused("sqlite+pysqlite://app.db", "three slashes");
}

#[test]
fn a_database_in_memory_is_refused() {
    let memory = [
        "sqlite::memory:",
        "sqlite://:memory:",
        "sqlite://?mode=memory",
        "sqlite://shared?cache=shared&mode=memory",
        "sqlite+pysqlite:///:memory:",
        "sqlite+pysqlite://",
    ];
    memory.iter().for_each(|url| refused(url, "gone when its session ends"));
}

#[test]
fn a_file_needs_a_name() {
    refused("sqlite:", "names no file");
    refused("sqlite://", "names no file");
    refused("sqlite+pysqlite:///", "names no file");
    refused("sqlite://%FF.db", "not UTF-8");
}

#[test]
fn servers_of_python_are_servers_of_ours() {
    check(
        "mysql+pymysql://root:lemon@127.0.0.1:3306/shop?charset=utf8",
        "mysql://root:lemon@127.0.0.1:3306/shop",
        Some("shop"),
    );
    check("mariadb+mariadbconnector://root@db/shop", "mysql://root@db/shop", Some("shop"));
    check("mariadb://root@db/shop", "mysql://root@db/shop", Some("shop"));
    check("postgresql+psycopg2://shop@db/shop", "postgres://shop@db/shop", Some("shop"));
    check("postgres://shop@db/shop", "postgres://shop@db/shop", Some("shop"));
    check("postgresql://shop@db/shop", "postgres://shop@db/shop", Some("shop"));
}

#[test]
fn a_database_may_be_left_to_the_server() {
    check("postgres://shop@db", "postgres://shop@db", None);
    check("postgres://shop@db/", "postgres://shop@db/", None);
    check("mysql://root@db:3306/", "mysql://root@db:3306/", None);
    check("postgres://shop@db/?dbname=other", "postgres://shop@db/?dbname=other", Some("other"));
    check("postgres://shop@db/a%20b", "postgres://shop@db/a%20b", Some("a b"));
}

#[test]
fn hosts_may_be_addresses_and_sockets() {
    check("postgres://shop@[::1]:5433/shop", "postgres://shop@[::1]:5433/shop", Some("shop"));
    check("postgres:///shop", "postgres:///shop", Some("shop"));
    check("postgres://shop@%2Fvar%2Frun/shop", "postgres://shop@%2Fvar%2Frun/shop", Some("shop"));
    check(
        "postgresql+psycopg2://shop:p@/shop?host=/cloudsql/a:b",
        "postgres://shop:p@localhost/shop?host=%2Fcloudsql%2Fa%3Ab",
        Some("shop"),
    );
    check(
        "mysql+pymysql://root:p@/shop?unix_socket=/run/mysqld.sock",
        "mysql://root:p@localhost/shop?socket=%2Frun%2Fmysqld.sock",
        Some("shop"),
    );
}

#[test]
fn parameters_are_put_into_the_words_of_sqlx() {
    let mysql = |given: &str, client: &str| {
        check(&format!("mysql://db/shop?{given}"), &format!("mysql://db/shop{client}"), Some("shop"));
    };
    mysql("ssl-mode=verify-ca&ssl_ca=ca.pem", "?ssl-mode=VERIFY_CA&ssl-ca=ca.pem");
    mysql("ssl=true", "?ssl-mode=REQUIRED");
    mysql("ssl_ca=ca.pem", "?ssl-ca=ca.pem&ssl-mode=VERIFY_CA");
    mysql("ssl_disabled=True", "?ssl-mode=DISABLED");
    mysql("ssl_verify_identity=1&ssl_cert=a&ssl_key=b", "?ssl-mode=VERIFY_IDENTITY&ssl-cert=a&ssl-key=b");
    mysql("charset=utf8mb4&connect_timeout=10&local_infile=0&ssl=false&time_zone=%2B00:00", "");
    let postgres = |given: &str, client: &str| {
        check(&format!("postgres://db/shop?{given}"), &format!("postgres://db/shop{client}"), Some("shop"));
    };
    postgres("sslmode=verify-full&sslrootcert=ca.pem", "?sslmode=verify-full&sslrootcert=ca.pem");
    postgres("ssl=require", "?sslmode=require");
    postgres("ssl=true", "?sslmode=require");
    postgres("sslmode=allow", "?sslmode=prefer");
    postgres("sslmode=require&sslrootcert=ca.pem", "?sslmode=verify-ca&sslrootcert=ca.pem");
    postgres("sslmode=require&sslrootcert=system", "?sslmode=verify-full");
    postgres("options[search_path]=shop", "?options%5Bsearch_path%5D=shop");
    postgres("connect_timeout=10&client_encoding=utf8&application_name=shop", "?application_name=shop");
}

#[test]
fn what_is_no_url_is_refused_with_what_to_write() {
    refused("", "begins with what it leads to");
    refused("app.db", "begins with what it leads to");
    refused("lemon@db:3306/shop", "begins with what it leads to");
    refused("oracle://shop:lemon@db/shop", "\"oracle\" is no database that we know: a URL begins with `sqlite:`");
    refused("mysql:shop", "write `mysql://user:***@host/database`");
    refused("mysql://root:lemon@db:port/shop", "invalid port number; write `mysql://");
    refused("postgres://root:le#mon@db/shop", "`#` as %23");
    refused("postgres://root:le/mon@db/shop", "`/` as %2F");
    refused("mysql://root:12/34mon@db/shop", "`/` as %2F");
    refused("mysql://root:12?34mon@db/shop", "`?` as %3F");
}

#[test]
fn passwords_are_masked_and_nothing_else() {
    let masked = |given: &str, shown: &str| {
        let url = DatabaseUrl::parse(given).unwrap();
        assert_eq!((url.masked().as_str(), url.to_string().as_str()), (shown, shown));
        assert_eq!(format!("{url:?}"), format!("DatabaseUrl({shown:?})"));
    };
    masked("postgres://shop:lemon@db/shop?sslmode=require", "postgres://shop:***@db/shop?sslmode=require");
    masked("mysql://root:a:b@c@db:3306/shop", "mysql://root:***@db:3306/shop");
    masked("mysql://root@db/shop", "mysql://root@db/shop");
    masked("postgres://db/shop?user=a&password=lemon&port=1", "postgres://db/shop?user=a&password=***&port=1");
    masked("sqlite://a:b@c.db", "sqlite://a:b@c.db");
    masked("sqlite://a@b.db?mode=ro&password=lemon", "sqlite://a@b.db?mode=ro&password=***");
}

#[test]
fn passwords_come_through_escaped() {
    check("postgres://shop:p%40ss%2Fw%25rd@db/shop", "postgres://shop:p%40ss%2Fw%25rd@db/shop", Some("shop"));
    for password in ["p@ss/word?#%&:[]{}", "пароль", " ", "a+b=c"] {
        let parts = UrlParts {
            scheme: "postgres",
            user: "sh:op",
            password,
            host: "db",
            database: "a/b",
            ..UrlParts::default()
        };
        let url = DatabaseUrl::from_parts(&parts).unwrap();
        let parsed = Url::parse(url.for_client()).unwrap();
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
        assert_eq!(
            (decoded(parsed.username()), decoded(parsed.password().unwrap())),
            ("sh:op".into(), password.into())
        );
        assert_eq!(url.database(), Some("a/b"));
        assert_eq!(url.masked(), "postgres://sh%3Aop:***@db/a%2Fb");
    }
}

#[test]
fn parts_make_urls() {
    #[track_caller]
    fn check(parts: UrlParts<'_>, client: &str) {
        assert_eq!(DatabaseUrl::from_parts(&parts).unwrap().for_client(), client);
    }
    let shop = UrlParts { database: "shop", ..UrlParts::default() };
    check(UrlParts { scheme: "mysql", ..shop }, "mysql://localhost/shop");
    check(
        UrlParts { scheme: "mysql+pymysql", user: "root", port: Some(3307), ..shop },
        "mysql://root@localhost:3307/shop",
    );
    check(UrlParts { scheme: "postgres", host: "::1", port: Some(1), ..shop }, "postgres://[::1]:1/shop");
    check(UrlParts { scheme: "postgresql", host: "/run/pg", ..shop }, "postgres://localhost/shop?host=%2Frun%2Fpg");
    check(UrlParts { scheme: "mysql", host: "/run/my.sock", ..shop }, "mysql://localhost/shop?socket=%2Frun%2Fmy.sock");
    check(UrlParts { scheme: "sqlite", database: "100%?.db", ..shop }, "sqlite://100%25%3F.db");
    check(UrlParts { scheme: "sqlite+pysqlite", database: "/srv/app.db", ..shop }, "sqlite:///srv/app.db");
    assert!(!format!("{:?}", UrlParts { password: "lemon", ..shop }).contains("lemon"));
    DatabaseUrl::from_parts(&UrlParts { scheme: "", ..shop }).unwrap_err();
}
