//! What does the program say about itself while it runs? Lines on standard error; never a query string.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Sends logs to standard error at the level of `CAREREACH_LOG` (`info` by default); as JSON when `CAREREACH_LOG_FORMAT=json`.
pub fn start() {
    let level = std::env::var("CAREREACH_LOG").unwrap_or_else(|_| "info".to_owned());
    let filter = EnvFilter::try_new(level).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false);
    // A second start, as in tests, keeps the first subscriber.
    let _ =
        if std::env::var("CAREREACH_LOG_FORMAT").is_ok_and(|format| format == "json") { lines.json().try_init() } else { lines.try_init() };
}
