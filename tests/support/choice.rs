//! Which database are the tests on?

/// Whether this run is on PostgreSQL.
pub fn on_postgres() -> bool {
    match std::env::var("CAREREACH_TEST_DATABASE").as_deref() {
        Ok("postgres") => true,
        Ok("sqlite") | Err(_) => false,
        Ok(other) => panic!("CAREREACH_TEST_DATABASE is {other:?}: give sqlite or postgres"),
    }
}
