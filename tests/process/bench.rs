//! A folder of its own for each test, and the binary run in it.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A folder with a registry.
pub struct Bench {
    folder: TempDir,
}

/// What a run said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Bench {
    pub fn new() -> Bench {
        Bench { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path(name), content).expect("a file of the test");
        self
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The binary in this folder, with nothing from the environment that could change its mind.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_carereach"));
        command.current_dir(self.folder.path()).args(line.split_whitespace()).stdin(Stdio::null());
        for name in [
            "CAREREACH_DATABASE",
            "CAREREACH_LISTEN",
            "CAREREACH_AREA",
            "CAREREACH_LOG",
            "CAREREACH_MAP_APPROVAL",
            "CAREREACH_OIDC_ISSUER",
            "CAREREACH_GEOCODER",
        ] {
            command.env_remove(name);
        }
        command
    }

    pub fn run(&self, line: &str) -> Said {
        let Output { status, stdout, stderr } = self.command(line).output().expect("the binary runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the binary speaks UTF-8");
        Said { code: status.code().expect("it ended by itself"), out: text(stdout), err: text(stderr) }
    }

    /// Runs a command that has to work.
    pub fn done(&self, line: &str) -> Said {
        let said = self.run(line);
        assert_eq!(said.code, 0, "{line}\n{}{}", said.out, said.err);
        said
    }

    /// Runs a command that has to be refused as wrong input.
    pub fn refused(&self, line: &str) -> Said {
        let said = self.run(line);
        assert_eq!(said.code, 2, "{line}\n{}{}", said.out, said.err);
        said
    }

    pub fn json(&self, line: &str) -> serde_json::Value {
        serde_json::from_str(&self.done(line).out).expect("the answer is JSON")
    }
}
