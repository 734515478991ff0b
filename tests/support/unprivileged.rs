//! Running something as a user without rights, whoever runs the tests.

use std::{fs, process::Command};

/// A command of an unprivileged user: `initdb` refuses root.
pub fn unprivileged(program: &str) -> Command {
    let root = fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0).unwrap_or(false);
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", program]);
    command
}
