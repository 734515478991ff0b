//! How far is long work? A bar on standard error when that is a terminal, nothing otherwise.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that takes rows done and rows in all.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar with a word in front.
    pub fn new(what: &str) -> Progress {
        let target = if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {eta}").unwrap_or_else(|_| ProgressStyle::default_bar());
        Progress { bar: bar.with_style(style).with_prefix(what.to_owned()) }
    }

    /// Shows rows done and rows in all.
    pub fn at(&self, done: usize, total: usize) {
        self.bar.set_length(total as u64);
        self.bar.set_position(done as u64);
    }

    /// Takes the bar away.
    pub fn done(self) {
        self.bar.finish_and_clear();
    }
}

/// A line of words that changes as a search goes on.
pub struct Words {
    bar: ProgressBar,
}

impl Words {
    /// No words yet.
    pub fn new() -> Words {
        let target = if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Words { bar: ProgressBar::with_draw_target(None, target) }
    }

    /// Says where the search is.
    pub fn say(&self, words: &str) {
        self.bar.set_message(words.to_owned());
        self.bar.tick();
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
