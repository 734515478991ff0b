//! What a browser does with an answer: it goes on, and keeps cookies.

use super::service::Answer;

impl Answer {
    /// All headers of a name.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|value| value.to_str().expect("a header in ASCII")).collect()
    }

    /// Where one is sent.
    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_else(|| panic!("nowhere: {}", self.text()))
    }

    /// The cookie of this name that came, as it is sent back.
    pub fn cookie_named(&self, name: &str) -> String {
        let set = self.headers("set-cookie").into_iter().find(|set| set.starts_with(&format!("{name}=")));
        set.and_then(|set| set.split(';').next()).unwrap_or_else(|| panic!("no cookie {name}: {}", self.text())).to_owned()
    }
}
